import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { exec } from "../../server/lxd/exec.ts";
import { getInstance } from "../../server/lxd/instances.ts";
import { listSnapshots } from "../../server/lxd/snapshots.ts";
import type { LabEvents } from "../../server/protocol.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { LESSON, TestServer } from "./ground.ts";

vi.setConfig({ testTimeout: 120_000 });

/** Seconds after which an unused lab ends here. */
const IDLE = 12;

let server: TestServer;
let impatient: TestServer;
const started: { person: LabClient; id: string }[] = [];

beforeAll(async () => {
  server = await TestServer.start([LESSON]);
  impatient = await TestServer.start([LESSON], { LAB_IDLE: String(IDLE) });
});
afterEach(async () => {
  for (const { person, id } of started.splice(0)) await person.stop(id);
});
afterAll(async () => {
  await server.close();
  await impatient.close();
});

async function newLab(where: TestServer): Promise<{ person: LabClient; id: string }> {
  const person = new LabClient(where.url);
  const { id } = await person.start(LESSON.slug);
  started.push({ person, id });
  await person.ready(id);
  return { person, id };
}

/** Waits for the announcement that a lab's end is near, or is not near any more. */
async function told(lab: { person: LabClient; id: string }, soon: boolean): Promise<void> {
  await lab.person.follow(lab.id, (event, data) => {
    const { reason, soon: near } = data as LabEvents["expiry"];
    return event === "expiry" && (near ?? false) === soon && reason === (soon ? "idle" : "ttl");
  });
}

/** Snapshots that are being taken now. */
async function snapshotting(): Promise<number> {
  const lists = await server.lxd.get<Record<string, { description: string }[]>>("/1.0/operations", {
    recursion: "1",
  });
  return (lists.running ?? []).filter(({ description }) => /snapshot/i.test(description)).length;
}

/** Waits until a lab has ended, and gives why. */
async function whyEnded({ person, id }: { person: LabClient; id: string }): Promise<string> {
  let reason = "";
  await person.follow(id, (event, data) => {
    if (event === "state" && "reason" in data) reason = data.reason ?? "";
    return reason !== "";
  });
  return reason;
}

test("goes back to the start of a step, what was done before it kept", async () => {
  const { person, id } = await newLab(server);
  await expect(person.restore(id, "lire")).rejects.toMatchObject({
    problem: { code: "no-checkpoint" },
  });
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  terminal.type("touch un\r");
  await expect.poll(() => listSnapshots(server.lxd, id)).toContain("step-lire");
  // LXD lists a snapshot as it begins.
  await expect.poll(snapshotting).toBe(0);
  terminal.type("cp /srv/etape deux; rm un; touch trois\r");
  await expect.poll(async () => (await person.get(id)).steps[1]?.state).toBe("done");

  const asked = performance.now();
  expect(await person.restore(id, "lire")).toMatchObject({ id, state: "resetting" });
  expect((await terminal.end()).code).toBe(1012);
  const lab = await person.ready(id);
  console.log(`retour au début d’un exercice : ${Math.round(performance.now() - asked)} ms`);
  expect(lab.steps.map(({ state }) => state)).toEqual(["done", "todo"]);
  const again = await TerminalClient.open(person, id, { from: terminal.offset });
  await again.see(/\$ /);
  again.type("ls\r");
  await again.see(/ls\r\n[^]*un\r\n/);
  expect(again.text).not.toMatch(/deux|trois/);
  // The way back stays open, also after a restart.
  await server.restart();
  expect((await person.get(id)).steps.map(({ state }) => state)).toEqual(["done", "todo"]);
  await person.restore(id, "lire");
  await person.ready(id);
});

test("hands over what was typed, also what was before a way back, and after the end", async () => {
  const { person, id } = await newLab(server);
  const history = async (who: LabClient) =>
    (await who.request("GET", `/api/labs/${id}/history`)).text();
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  terminal.type("echo « un »\r");
  await expect.poll(() => history(person)).toBe("echo « un »\n");
  await person.reset(id);
  await person.ready(id);
  const again = await TerminalClient.open(person, id);
  await again.see(/\$ /);
  again.type("echo deux\r");
  await expect.poll(() => history(person)).toBe("echo « un »\necho deux\n");
  const stranger = history(new LabClient(server.url));
  await expect(stranger).rejects.toMatchObject({ problem: { code: "no-such-lab" } });
  await person.stop(id);
  started.splice(0);
  expect(await history(person)).toBe("echo « un »\necho deux\n");
});

test("ends a lab in which nobody works, says so before, and spares one in which a program runs", async () => {
  const working = await newLab(impatient);
  const busy = await TerminalClient.open(working.person, working.id);
  await busy.see(/\$ /);
  busy.type("sleep 1000\r");
  const lab = await newLab(impatient);
  const terminal = await TerminalClient.open(lab.person, lab.id);
  await terminal.see(/\$ /);
  const before = (await lab.person.get(lab.id)).expiresAt;
  await told(lab, true);
  const soon = (await lab.person.get(lab.id)).expiresAt;
  expect(Date.parse(soon)).toBeLessThan(Date.parse(before));
  // One key, and its time is its own again.
  const withdrawn = told(lab, false);
  terminal.type(" ");
  await withdrawn;
  expect((await lab.person.get(lab.id)).expiresAt).toBe(before);
  expect(await whyEnded(lab)).toMatch(/Personne n’a travaillé/);
  expect(await getInstance(server.lxd, lab.id)).toBeUndefined();
  // Nobody typed in the other one for twice as long.
  expect(await working.person.get(working.id)).toMatchObject({ state: "ready" });
  expect(busy.closed).toBeUndefined();
});

test("says that the lab was shut down from within", async () => {
  const lab = await newLab(server);
  const why = whyEnded(lab);
  await exec(server.lxd, lab.id, ["systemctl", "poweroff"]);
  expect(await why).toMatch(/s’est éteinte\u00a0: un arrêt a été demandé dans le lab/);
});

test("a lab that is restarted from within goes on", async () => {
  const { person, id } = await newLab(server);
  const pid = async () => (await exec(server.lxd, id, ["stat", "-c", "%Z", "/run"])).stdout;
  const before = await pid();
  await exec(server.lxd, id, ["systemctl", "reboot"]);
  await expect.poll(() => pid().catch(() => before)).not.toBe(before);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await person.get(id)).toMatchObject({ state: "ready" });
});
