import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { destroyInstance, getInstance, listInstances } from "../../server/lxd/instances.ts";
import { deleteSnapshot, listSnapshots } from "../../server/lxd/snapshots.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { ChildServer } from "./childServer.ts";
import { LESSON, testGround } from "./ground.ts";

// A lab that has no machine yet, or none any more, is nowhere in LXD: its server's death must not be its own.

const CROWD = 6;

const { lxd } = testGround();
let server: ChildServer;

vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  server = await ChildServer.start([LESSON]);
});
afterAll(async () => {
  await server.close();
  for (const { name } of await listInstances(lxd)) await destroyInstance(lxd, name);
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
  await expect.poll(() => listSnapshots(lxd, id)).toEqual(["fresh"]);
  await deleteSnapshot(lxd, id, "fresh");
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
