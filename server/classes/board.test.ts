import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LabRecord } from "../labs/record.ts";
import type { BoardEvents } from "../protocol-board.ts";
import { createClass } from "../store/classes.ts";
import { accountOf } from "../store/instructors.ts";
import { eraseMember, join, type Joined, rename } from "../store/members.ts";
import { openStore, type Store } from "../store/store.ts";
import { Board } from "./board.ts";
import { TestRoom } from "./testRoom.ts";

const MINUTE = 60_000;
const clock = { now: 0 };
let dir: string;
let store: Store;
let room: TestRoom;
let klass: string;

beforeEach(async () => {
  clock.now = Date.parse("2026-11-23T08:00:00Z");
  dir = await mkdtemp(path(tmpdir(), "atelier-board-"));
  store = await openStore({ dataDir: dir, databaseUrl: undefined, tell: () => undefined });
  room = new TestRoom(store, () => clock.now, ["lxc/un", "lxd/deux"]);
  const { id } = await accountOf(store.db, { subject: "z", name: "Zoé" }, clock.now);
  const made = await createClass(
    store.db,
    {
      name: "Lundi",
      lessons: ["lxc/un", "lxd/deux"],
      starts: clock.now,
      ends: clock.now + 180 * MINUTE,
      size: 30,
      solutions: "open",
      recording: "off",
      retentionDays: 30,
    },
    id,
    clock.now,
  );
  klass = made.id;
});

afterEach(async () => {
  vi.useRealTimers();
  room.boards.close();
  await store.close();
  await rm(dir, { recursive: true });
});

const member = async (name: string) =>
  ((await join(store.db, klass, { name, owner: name }, "k", clock.now)) as Joined).member;

const board = () =>
  new Board(klass, {
    store,
    course: room.course,
    labs: () => room.labs,
    showing: () => undefined,
    now: () => clock.now,
  });

const failing = (lab: LabRecord, line: string, status = 1) => {
  const bytes = Buffer.from(`\u001b]133;C\u0007${line}\r\n\u001b]133;D;${status}\u0007`);
  room.observer.commandEnded(lab, status, () => bytes);
  return room.observer.settle();
};

const row = async (on = board()) => (await on.look())?.board?.rows[0];

test("a student is followed from joining to the end of their lab", async () => {
  const lea = await member("Léa");
  expect(await row()).toMatchObject({ place: "reading", lab: null, lesson: null, done: 0 });
  clock.now += 11 * MINUTE;
  expect(await row()).toMatchObject({ place: "absent" });

  const lab = room.lab("Léa", "lxc/un");
  lab.found("starting");
  expect(await row()).toMatchObject({ place: "starting" });
  lab.setQueue(3);
  expect(await row()).toMatchObject({ place: "queued", lab: { queue: 3 } });
  lab.setQueue(0);
  lab.found("ready");
  room.observer.opened(lab);
  await room.observer.settle();
  const begun = new Date(clock.now).toISOString();
  expect(await row()).toMatchObject({
    id: lea.id,
    place: "working",
    lesson: "lxc/un",
    step: "a",
    stepSince: begun,
    error: null,
    cells: [{ state: "todo", begunAt: begun, tries: 0 }, null, null, null],
  });

  clock.now += 4 * MINUTE;
  expect(await row()).toMatchObject({ place: "idle", idleSince: begun });
  lab.activeAt = clock.now;
  await room.check(lab, "a", "todo");
  await failing(lab, "Error: no such thing");
  expect(await row()).toMatchObject({
    place: "working",
    tries: 1,
    error: { line: "Error: no such thing" },
  });

  clock.now += MINUTE;
  await room.check(lab, "a", "done");
  expect(await row()).toMatchObject({
    step: "b",
    stepSince: new Date(clock.now).toISOString(),
    done: 1,
    tries: 0,
    error: null,
    cells: [{ state: "done", tries: 1 }, { state: "todo" }, null, null],
  });

  room.labs.length = 0;
  expect(await row()).toMatchObject({ place: "ended", lab: null, lesson: null, done: 1 });
});

test("what students do when the class is over is not shown", async () => {
  await member("Léa");
  room.lab("Léa", "lxc/un").found("ready");
  expect(await row()).toMatchObject({ place: "working" });
  clock.now += 239 * MINUTE;
  expect((await row())?.lab).not.toBeNull();
  clock.now += 2 * MINUTE;
  expect((await row())?.lab).toBeNull();
});

test("checks that say no in a row are one try, and a look at the next step is none", async () => {
  await member("Léa");
  const lab = room.lab("Léa", "lxc/un");
  for (let n = 0; n < 5; n++) {
    await room.check(lab, "a", "todo");
    clock.now += 300;
  }
  expect(await row()).toMatchObject({ tries: 1 });
  clock.now += 5_000;
  await room.check(lab, "a", "todo");
  expect(await row()).toMatchObject({ tries: 2 });
  await room.check(lab, "a", "done");
  await room.check(lab, "b", "todo", "look");
  expect(await row()).toMatchObject({ step: "b", tries: 0 });
});

test("a command that goes well is no try in vain, one that complains is, once", async () => {
  await member("Léa");
  const lab = room.lab("Léa", "lxc/un");
  lab.found("ready");
  room.observer.opened(lab);
  await room.check(lab, "a", "todo", "command");
  expect(await row()).toMatchObject({ step: "a", tries: 0 });
  clock.now += MINUTE;
  await failing(lab, "cat: rien: No such file or directory");
  await room.check(lab, "a", "todo", "command");
  expect(await row()).toMatchObject({ tries: 1 });
  clock.now += MINUTE;
  await room.check(lab, "a", "todo", "command");
  expect(await row()).toMatchObject({ tries: 1 });
});

test("a command that goes well takes the error of the one before away", async () => {
  await member("Léa");
  const lab = room.lab("Léa", "lxc/un");
  await failing(lab, "bash: lxcc: command not found", 127);
  expect(await row()).toMatchObject({ error: { line: "bash: lxcc: command not found" } });
  room.observer.commandEnded(lab, 0, () => Buffer.alloc(0));
  await room.observer.settle();
  expect(await row()).toMatchObject({ error: null });
});

test("what was shown is there again after the server was killed", async () => {
  await member("Léa");
  const lab = room.lab("Léa", "lxc/un");
  await room.check(lab, "a", "todo");
  await failing(lab, "Error: one");
  const before = await row();
  await store.close();
  store = await openStore({ dataDir: dir, databaseUrl: undefined, tell: () => undefined });
  expect(await row()).toEqual(before);
});

test("per step: who passed, the median, tries, and the commonest complaints", async () => {
  for (const [name, minutes] of [
    ["A", 1],
    ["B", 2],
    ["C", 9],
  ] as const) {
    await member(name);
    const lab = room.lab(name, "lxc/un");
    const from = clock.now;
    room.observer.opened(lab);
    await failing(lab, `Error: Instance "${name}" not found`);
    await failing(lab, `bash: ${name}: command not found`, 127);
    await failing(lab, `Error: Instance "${name}2" not found`);
    await room.check(lab, "a", "todo");
    clock.now += minutes * MINUTE;
    await room.check(lab, "a", "done");
    clock.now = from;
  }
  const { steps } = (await board().look())?.board ?? {};
  expect(steps?.[0]).toMatchObject({ begun: 3, passed: 3, median: 120, tries: 3 });
  expect(steps?.[0]?.errors[0]).toMatchObject({ count: 6 });
  expect(steps?.[1]).toMatchObject({ begun: 3, passed: 0, median: null });
});

test("kinds of complaints of one student at one step have an end", async () => {
  await member("Léa");
  const lab = room.lab("Léa", "lxc/un");
  for (let n = 0; n < 30; n++) await failing(lab, `Error: ${"x".repeat(n + 1)}`);
  const rows = await store.db.selectFrom("step_errors").select("kind").execute();
  expect(rows.length).toBe(20);
});

test("only what changed is told again, and the whole when somebody went or came under another class name", async () => {
  const lea = await member("Léa");
  await member("Tom");
  const on = board();
  expect((await on.look())?.board?.rows).toHaveLength(2);
  expect(await on.look()).toEqual({ rows: [], steps: {} });
  const lab = room.lab("Léa", "lxc/un");
  expect((await on.look())?.rows.map(({ id }) => id)).toEqual([lea.id]);
  await room.check(lab, "a", "done");
  on.touch();
  const change = await on.look();
  expect(change?.rows.map(({ id }) => id)).toEqual([lea.id]);
  expect(Object.keys(change?.steps ?? {})).toEqual(["0", "1"]);
  await rename(store.db, lea.id, "Léa B.");
  clock.now += 1_000;
  expect((await on.look())?.rows).toMatchObject([{ name: "Léa B." }]);
  await eraseMember(store.db, lea.id);
  on.touch();
  expect((await on.look())?.board?.rows).toMatchObject([{ name: "Tom" }]);
});

test("who looks gets the whole first, then what changes, until they go", async () => {
  const lea = await member("Léa");
  const heard: [string, unknown][] = [];
  const hear = <E extends keyof BoardEvents>(event: E, data: BoardEvents[E]) =>
    void heard.push([event, data]);
  const stop = await room.boards.watch(klass, hear);
  const another = await room.boards.watch(klass, () => undefined);
  expect(heard.map(([event]) => event)).toEqual(["board"]);
  const lab = room.lab("Léa", "lxc/un");
  await room.check(lab, "a", "done");
  await vi.waitFor(() => expect(heard.at(-1)?.[0]).toBe("steps"));
  expect(heard).toMatchObject([
    ["board", {}],
    ["rows", [{ id: lea.id }]],
    ["steps", {}],
  ]);
  stop();
  const count = heard.length;
  room.boards.tell(klass, "rows", []);
  expect(heard.length).toBe(count);
  another();
  expect(room.boards.latest(klass)).toBeUndefined();
});
