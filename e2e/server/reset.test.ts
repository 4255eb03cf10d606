import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { exec } from "../../server/lxd/exec.ts";
import { listSnapshots } from "../../server/lxd/snapshots.ts";
import type { ManifestLesson } from "../../server/protocol.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { clearGround } from "./clearGround.ts";
import { LESSON, testGround, TestServer } from "./ground.ts";

/** A lesson that needs nothing done before its student comes. */
const BARE: ManifestLesson = { ...LESSON, slug: "essai/nue", setup: "" };
/** One that leaves something behind that no disk keeps. */
const VOLATILE: ManifestLesson = {
  ...LESSON,
  slug: "essai/volatile",
  setup: "date +%N > /srv/lecon; systemd-run -q --unit=veille sleep infinity; echo là > /run/lecon",
};

const { lxd } = testGround();
let server: TestServer;
const started: { person: LabClient; id: string }[] = [];

vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  server = await TestServer.start([BARE, LESSON, VOLATILE]);
});
afterEach(async () => {
  for (const { person, id } of started.splice(0)) await person.stop(id);
});
afterAll(async () => {
  await server.close();
  await clearGround();
});

async function newLab(slug: string): Promise<{ person: LabClient; id: string }> {
  const person = new LabClient(server.url);
  const { id } = await person.start(slug);
  started.push({ person, id });
  await person.ready(id);
  return { person, id };
}

/** When the instance was made: a lab that was taken back is the same one. */
async function madeAt(id: string): Promise<string> {
  return (await lxd.get<{ created_at: string }>(`/1.0/instances/${id}`)).created_at;
}

const inLab = async (id: string, script: string) =>
  (await exec(lxd, id, ["bash", "-c", script])).stdout.trim();

/** Resets a lab in which much was changed; tells whether it is the same instance as before. */
async function resetChanged(slug: string, lesson: string): Promise<boolean> {
  const { person, id } = await newLab(slug);
  const before = await madeAt(id);
  await inLab(id, "touch ~etudiant/un; echo autre > /srv/lecon; rm /etc/hostname");
  const asked = performance.now();
  await person.reset(id);
  await person.ready(id);
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  console.log(`remise à neuf jusqu’à l’invite : ${Math.round(performance.now() - asked)} ms`);
  await terminal.close();
  expect(await inLab(id, "cat /srv/lecon; ls ~etudiant /etc/hostname")).toBe(
    `${lesson}\n/etc/hostname\n\n/home/etudiant:`.trim(),
  );
  return (await madeAt(id)) === before;
}

test("makes a lab that was prepared anew, and prepares it again", async () => {
  expect(await resetChanged(LESSON.slug, "préparé")).toBe(false);
});

test("makes one in which nothing was prepared anew", async () => {
  expect(await resetChanged(BARE.slug, "")).toBe(false);
});

test("prepares again what no disk keeps", async () => {
  const { person, id } = await newLab(VOLATILE.slug);
  const before = await inLab(id, "cat /srv/lecon");
  await person.reset(id);
  await person.ready(id);
  expect(await inLab(id, "systemctl is-active veille; cat /run/lecon")).toBe("active\nlà");
  expect(await inLab(id, "cat /srv/lecon")).not.toBe(before);
});

test("takes back a lab that was wrecked, time and again", async () => {
  const { person, id } = await newLab(LESSON.slug);
  for (let times = 0; times < 2; times++) {
    const terminal = await TerminalClient.open(person, id);
    await terminal.see(/\$ /);
    terminal.type("sudo rm -rf --no-preserve-root / 2>/dev/null; echo cassé-$((1+1))\r");
    await terminal.see(/cassé-2/, { timeout: 90_000 });
    await person.reset(id);
    await person.ready(id);
    expect(await inLab(id, "cat /srv/lecon")).toBe("préparé");
  }
});

test("leaves a lab the ids that are its own, whoever came meanwhile", async () => {
  const { person, id } = await newLab(LESSON.slug);
  const ids = (lab: string) => inLab(lab, "cat /proc/self/uid_map");
  const before = await ids(id);
  await inLab(id, "touch ~etudiant/un");
  await person.check(id, "toucher");
  await expect.poll(() => listSnapshots(lxd, id)).toEqual(["step-lire"]);
  // LXD's own way back would give the first lab the ids that this one gets.
  const next = await newLab(LESSON.slug);
  await person.restore(id, "lire");
  await person.ready(id);
  expect(await ids(id)).toBe(before);
  expect(await ids(next.id)).not.toBe(before);
});

test("keeps no copy of one machine: its student need not wait for it", async () => {
  for (const { slug } of [LESSON, BARE]) {
    const { person, id } = await newLab(slug);
    expect(await listSnapshots(lxd, id)).toEqual([]);
    await person.reset(id);
    await person.ready(id);
    expect(await listSnapshots(lxd, id)).toEqual([]);
  }
});
