import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { poolStateOf } from "../../server/labs/poolKeys.ts";
import {
  launchInstance,
  destroyInstance,
  type Instance,
  listInstances,
  setInstanceState,
  setKeys,
} from "../../server/lxd/instances.ts";
import type { ManifestLesson } from "../../server/protocol.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { clearGround } from "./clearGround.ts";
import { LESSON, testGround, TestServer } from "./ground.ts";

/** A lesson that needs nothing done before its student comes. */
const BARE: ManifestLesson = { ...LESSON, slug: "essai/nue", setup: "" };

/** Machines are made ahead of need, while nothing else is to be done: on a busy machine that takes its time. */
const PATIENT = { timeout: 60_000, interval: 100 };

/** Its preparation shows in a shell that is opened afterwards only. */
const PREPARED: ManifestLesson = {
  ...LESSON,
  slug: "essai/groupe",
  setup: `${LESSON.setup}; usermod -aG games etudiant`,
};

const { lxd, template } = testGround();
let server: TestServer;

vi.setConfig({ testTimeout: 180_000 });

beforeEach(async () => {
  server = await TestServer.start([BARE, PREPARED], { LABS_WARM: "2" });
  await expect.poll(names, PATIENT).toHaveLength(2);
});
afterEach(() => server.close());
afterAll(clearGround);

/** Machines that stand ready, as LXD tells. */
async function pooled(): Promise<Instance[]> {
  return (await listInstances(lxd)).filter((each) => poolStateOf(each) === "pooled");
}

const names = async () => (await pooled()).map(({ name }) => name);

test("gives a machine that stands ready, like any other, and makes a new one", async () => {
  const before = await pooled();
  const oldest = before.reduce((a, b) => (a.created_at < b.created_at ? a : b));
  const person = new LabClient(server.url);
  const lab = await person.start(BARE.slug);
  const terminal = await TerminalClient.open(person, lab.id, { cols: 101, rows: 33 });
  await terminal.see(/etudiant@lab.*\$ /);
  // The shell that stood ready is as wide as who looks at it, and one of the student's like any other.
  terminal.type("stty size; id -un; tty\r");
  await terminal.see(/33 101\r\netudiant\r\n\/dev\/pts\/\d+\r\n/);
  expect(lab).toMatchObject({ id: oldest.name, state: "ready" });
  await terminal.close();
  await expect.poll(names, PATIENT).toHaveLength(2);
  expect(await names()).not.toContain(lab.id);
  // It is a lab like another: a restarted server finds it with its owner.
  await server.restart();
  expect(await person.get(lab.id)).toMatchObject({ state: "ready" });
  await person.stop(lab.id);
});

test("prepares the lesson in a claimed machine", async () => {
  // Machines of another test's server have lines to a folder that is gone.
  const old = await names();
  await Promise.all(old.map((name) => destroyInstance(lxd, name)));
  await expect
    .poll(async () => (await names()).filter((name) => !old.includes(name)), PATIENT)
    .toHaveLength(2);
  const person = new LabClient(server.url);
  const lab = await person.start(PREPARED.slug);
  expect(lab.state).toBe("starting");
  await person.ready(lab.id);
  const terminal = await TerminalClient.open(person, lab.id);
  await terminal.see(/\$ /);
  terminal.type("cat /srv/lecon; id -nG\r");
  // What was prepared shows in the shell: it is not the one that stood ready before, and that one is gone.
  await terminal.see(/préparé\r\n.*\bgames\b/);
  terminal.type("while pgrep -x bash | grep -qvx $$; do sleep 0.1; done; echo seu''le\r");
  await terminal.see(/seule\r\n/);
  await terminal.close();
  await person.stop(lab.id);
});

test("never gives one machine twice, be it by two servers", async () => {
  const other = await TestServer.start([BARE], { LABS_WARM: "2" });
  try {
    const people = Array.from({ length: 6 }, (_, i) => new LabClient((i % 2 ? other : server).url));
    const labs = await Promise.all(people.map((person) => person.start(BARE.slug)));
    expect(new Set(labs.map(({ id }) => id)).size).toBe(people.length);
    for (const [i, person] of people.entries()) await person.ready(labs[i]?.id ?? "");
    await Promise.all(people.map((person, i) => person.stop(labs[i]?.id ?? "")));
  } finally {
    await other.close();
  }
});

test("replaces a machine that went away instead of giving it", async () => {
  const [broken = ""] = await names();
  await setInstanceState(lxd, broken, "stop");
  const person = new LabClient(server.url);
  const lab = await person.start(BARE.slug);
  expect(lab.id).not.toBe(broken);
  await person.ready(lab.id);
  await person.stop(lab.id);
  await expect.poll(names, PATIENT).toHaveLength(2);
  expect(await names()).not.toContain(broken);
});

test("does not give what was changed behind its back", async () => {
  for (const name of await names()) await setKeys(lxd, name, { "user.essai": "autre" });
  const before = await names();
  const person = new LabClient(server.url);
  const lab = await person.start(BARE.slug);
  expect(before).not.toContain(lab.id);
  await person.ready(lab.id);
  await person.stop(lab.id);
  await expect.poll(names, PATIENT).toHaveLength(2);
});

test("keeps what an earlier server made, and nothing half-made, of another make, or too much", async () => {
  const [kept = "", old = ""] = await names();
  const half = "lab-0000000000";
  await server.stopped(async () => {
    await setKeys(lxd, old, { "user.atelier.version": "autre" });
    const config = { "user.atelier.state": "pooling" };
    await launchInstance(lxd, half, { ...template, config });
  });
  await expect.poll(names, PATIENT).not.toContain(old);
  await expect.poll(names, PATIENT).toHaveLength(2);
  expect(await names()).toContain(kept);
  const all = async () => (await listInstances(lxd)).map(({ name }) => name);
  await expect.poll(all, PATIENT).not.toContain(half);
  await server.close();
  server = await TestServer.start([BARE], { LABS_WARM: "0" });
  await expect.poll(all, PATIENT).toEqual([]);
});
