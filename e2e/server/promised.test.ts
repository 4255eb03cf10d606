import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Pending } from "../../server/labs/pending.ts";
import { recordOf } from "../../server/labs/recordKeys.ts";
import { exec } from "../../server/lxd/exec.ts";
import { getInstance } from "../../server/lxd/instances.ts";
import { deleteSnapshot, listSnapshots } from "../../server/lxd/snapshots.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { ChildServer } from "./childServer.ts";
import { clearGround } from "./clearGround.ts";
import { LESSON, testGround } from "./ground.ts";

// A lab that has no machine yet, or none any more, is nowhere in LXD, and one that is being taken back may look there
// as before: its server's death must not be its own, nor half of it.

const CROWD = 6;

const { lxd } = testGround();
let server: ChildServer;

vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  server = await ChildServer.start([LESSON]);
});
afterAll(async () => {
  await server.close();
  await clearGround();
});

/** As many people as keep the gate busy for a while, each with a lab that was promised. */
async function arrive(count: number): Promise<{ person: LabClient; id: string }[]> {
  const people = Array.from({ length: count }, () => new LabClient(server.url));
  return await Promise.all(
    people.map(async (person) => ({ person, id: (await person.start(LESSON.slug)).id })),
  );
}

test("those who wait for their turn get their labs from the next server", async () => {
  const crowd = await arrive(CROWD);
  const waiting = crowd.map(({ person, id }) => person.get(id));
  expect((await Promise.all(waiting)).filter(({ queue }) => queue).length).toBeGreaterThan(0);
  await server.killAndRestart();
  for (const { person, id } of crowd) {
    expect((await person.ready(id)).id).toBe(id);
    const terminal = await TerminalClient.open(person, id);
    await terminal.see(/\$ /);
    await terminal.close();
  }
  for (const { person, id } of crowd) await person.stop(id);
});

test("one whose machine went, to be made anew, is made by the next server", async () => {
  const [{ person, id }] = (await arrive(1)) as [{ person: LabClient; id: string }];
  await person.ready(id);
  const crowd = await arrive(CROWD);
  await person.reset(id);
  await expect.poll(() => getInstance(lxd, id), { timeout: 30_000 }).toBeUndefined();
  await server.killAndRestart();
  expect(await person.ready(id)).toMatchObject({ id, lesson: LESSON.slug, state: "ready" });
  for (const each of [{ person, id }, ...crowd]) {
    await each.person.ready(each.id);
    await each.person.stop(each.id);
  }
  await server.restart();
  await expect(person.get(id)).rejects.toThrow("no-such-lab");
});

/** What a server that is killed as it takes a lab back leaves: the lab as it was, and a note. @param step to which. */
async function noteBack(id: string, step?: string): Promise<void> {
  const instance = await getInstance(lxd, id);
  const lab = instance && recordOf(instance, new Map([[LESSON.slug, LESSON]]));
  if (!lab) throw new Error(`${id} n’est plus là`);
  new Pending(join(server.dir, "pending"), pino({ level: "silent" })).keep(lab, step);
}

const inLab = async (id: string, script: string) =>
  (await exec(lxd, id, ["bash", "-c", script])).stdout.trim();

test("one that was being taken back, its machine still as before, is taken back by the next server, once", async () => {
  const [{ person, id }] = (await arrive(1)) as [{ person: LabClient; id: string }];
  await person.ready(id);
  await inLab(id, "touch ~etudiant/un");
  await noteBack(id);
  await server.killAndRestart();
  await person.ready(id);
  expect(await inLab(id, "ls ~etudiant; cat /srv/lecon")).toBe("préparé");
  await inLab(id, "touch ~etudiant/deux");
  await server.killAndRestart();
  await person.ready(id);
  expect(await inLab(id, "ls ~etudiant")).toBe("deux");
  await person.stop(id);
});

test("one that was being taken back to a step comes back to that step, what was done before it done", async () => {
  const [{ person, id }] = (await arrive(1)) as [{ person: LabClient; id: string }];
  await person.ready(id);
  await inLab(id, "touch ~etudiant/un");
  await person.check(id, "toucher");
  await expect.poll(() => listSnapshots(lxd, id)).toContain("step-lire");
  await inLab(id, "touch ~etudiant/deux");
  await noteBack(id, "lire");
  await server.killAndRestart();
  const { steps } = await person.ready(id);
  expect(steps.map(({ state }) => state)).toEqual(["done", "todo"]);
  expect(await inLab(id, "ls ~etudiant")).toBe("un");
  // Where that way is lost, the beginning is better than nothing.
  await noteBack(id, "lire");
  await deleteSnapshot(lxd, id, "step-lire");
  await server.killAndRestart();
  expect((await person.ready(id)).steps.map(({ state }) => state)).toEqual(["todo", "todo"]);
  expect(await inLab(id, "ls ~etudiant; cat /srv/lecon")).toBe("préparé");
  await person.stop(id);
});
