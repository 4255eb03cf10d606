import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changeClass, type Class, closeClass, createClass } from "../../store/classes.ts";
import { accountOf } from "../../store/instructors.ts";
import { eraseMember, join as joinClass, type Joined } from "../../store/members.ts";
import { beginRecording, recordingsOfClass } from "../../store/recordings.ts";
import { openStore, type Store } from "../../store/store.ts";
import { TestRoom } from "../testRoom.ts";
import { Recordings } from "./recordings.ts";

const SIZE = { cols: 80, rows: 24 };
const HOUR = 3_600_000;

let dir: string;
let store: Store;
let room: TestRoom;
let recordings: Recordings;
let klass: Class;
let lea: Joined;
let now = Date.parse("2026-11-23T08:00:00Z");
const failures: unknown[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "atelier-recordings-"));
  store = await openStore({ dataDir: dir, databaseUrl: undefined, tell: () => undefined });
  room = new TestRoom(store, () => now, ["lxc/un", "lxd/deux"]);
  const { id } = await accountOf(store.db, { subject: "z", name: "Zoé" }, now);
  const plan = {
    name: "Lundi",
    lessons: ["lxc/un"],
    starts: now,
    ends: now + HOUR,
    size: 30,
    solutions: "open",
    recording: "on",
    retentionDays: 30,
  } as const;
  klass = await createClass(store.db, { ...plan, lessons: ["lxc/un"] }, id, now);
  lea = (await joinClass(store.db, klass.id, { name: "Léa", owner: "lea" }, "k", now)) as Joined;
  recordings = await opened();
});

afterEach(async () => {
  await recordings.close();
  room.close();
  await store.close();
  await rm(dir, { recursive: true });
  expect(failures.splice(0)).toEqual([]);
});

const folder = () => join(dir, "recordings");

async function opened(): Promise<Recordings> {
  const failed = (error: unknown) => void failures.push(error);
  const made = new Recordings({ store, folder: folder(), failed, now: () => now });
  await made.open();
  return made;
}

const wrote = (lab: ReturnType<TestRoom["lab"]>, text: string) =>
  recordings.wrote(lab, "main", Buffer.from(text), SIZE);

/** Text of the one recording there is. */
async function theOne(): Promise<string> {
  // The store hears of one a moment after its first byte.
  await recordings.refresh();
  const all = await recordingsOfClass(store.db, klass.id);
  expect(all).toHaveLength(1);
  return (await recordings.read(all[0]?.id ?? "")) ?? "";
}

test("records a member of the class, in a lab of its lessons, and nobody else", async () => {
  wrote(room.lab("lea", "lxc/un"), "bonjour");
  wrote(room.lab("lea", "lxd/deux", "autre-lecon"), "non");
  wrote(room.lab("tom", "lxc/un"), "non plus");
  const text = await theOne();
  expect(text).toContain('"o","bonjour"');
  expect(text).not.toContain("non");
  const [one] = await recordingsOfClass(store.db, klass.id);
  const { member } = lea;
  expect(one).toMatchObject({ member: member.id, name: "Léa", lesson: "lxc/un", begun: now });
});

test("ends with its lab", async () => {
  const lab = room.lab("lea", "lxc/un");
  wrote(lab, "bonjour");
  now += 5_000;
  lab.setState("ended");
  await recordings.refresh();
  expect(await recordingsOfClass(store.db, klass.id)).toMatchObject([{ ended: now }]);
});

test.each([
  ["wants no recording any more", () => changeClass(store.db, klass.id, off())],
  ["is closed", () => closeClass(store.db, klass.id, now)],
  ["is over", () => Promise.resolve(void (now += 3 * HOUR))],
])("nothing is recorded of a class that %s", async (_what, change) => {
  const lab = room.lab("lea", "lxc/un");
  wrote(lab, "avant");
  await change();
  await recordings.refresh();
  wrote(lab, "après");
  const text = await theOne();
  expect(text).toContain("avant");
  expect(text).not.toContain("après");
});

const off = () => ({ ...klass, recording: "off" as const });

test("goes with its student, at once, though the lab goes on", async () => {
  const lab = room.lab("lea", "lxc/un");
  wrote(lab, "bonjour");
  await theOne();
  expect(await readdir(folder())).toHaveLength(1);
  await eraseMember(store.db, lea.member.id);
  wrote(lab, "encore");
  await recordings.refresh();
  wrote(lab, "toujours");
  await recordings.refresh();
  expect(await readdir(folder())).toEqual([]);
});

test("what a killed server was recording has an end, and is read as far as it goes", async () => {
  const recorded = { member: lea.member.id, lesson: "lxc/un", terminal: "main" };
  const id = (await beginRecording(store.db, recorded, now)) ?? "";
  await writeFile(join(folder(), `${id}.cast`), '{"version":2}\n[0,"o","a"]\n[1,"o');
  await writeFile(join(folder(), "inconnu.cast"), "de personne");
  await recordings.close();
  recordings = await opened();
  expect(await theOne()).toBe('{"version":2}\n[0,"o","a"]\n');
  expect((await recordingsOfClass(store.db, klass.id))[0]?.ended).toBeTypeOf("number");
  expect(await readdir(folder())).toEqual([`${id}.cast`]);
});

test("one that cannot be written is told, and ends with its lab all the same", async () => {
  const lab = room.lab("lea", "lxc/un");
  wrote(lab, "bonjour");
  await recordings.refresh();
  const [one] = await recordingsOfClass(store.db, klass.id);
  await mkdir(join(folder(), `${one?.id}.cast`));
  lab.setState("ended");
  await recordings.refresh();
  expect((await recordingsOfClass(store.db, klass.id))[0]?.ended).toBe(now);
  expect(failures.splice(0)).toMatchObject([{ code: "EISDIR" }]);
});

test("ends what is too long, and says so in the recording", async () => {
  const lab = room.lab("lea", "lxc/un");
  const screen = "x".repeat(16_000);
  for (let i = 0; i < 1_200; i++) {
    now += 60;
    wrote(lab, screen);
  }
  const text = await theOne();
  expect(text.length).toBeLessThan(17 * 2 ** 20);
  expect(JSON.parse(text.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ 1: "m" });
});
