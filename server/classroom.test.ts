import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Classroom, openClassroom } from "./classroom.ts";
import { readConfig } from "./config.ts";
import type { LabRecord } from "./labs/record.ts";
import type { StepResult } from "./protocol.ts";
import { createClass } from "./store/classes.ts";
import { accountOf } from "./store/instructors.ts";
import { join, type Joined } from "./store/members.ts";
import { progressOf } from "./store/progress.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const clock = { now: 0 };
let dir: string;
let classroom: Classroom;

const open = () =>
  openClassroom({
    config: readConfig({ ATELIER_DATA: dir }),
    secret: "k",
    course: new Map(),
    log: pino({ level: "silent" }),
    now: () => clock.now,
  });

beforeEach(async () => {
  clock.now = Date.parse("2026-11-23T08:00:00Z");
  dir = await mkdtemp(path(tmpdir(), "atelier-classroom-"));
  classroom = await open();
});
afterEach(async () => {
  await classroom.close();
  await rm(dir, { recursive: true });
});

async function makeClass() {
  const { db } = classroom.services.store;
  const { id } = await accountOf(db, { subject: "z", name: "Zoé" }, clock.now);
  const plan = {
    name: "Lundi",
    lessons: ["lxc/un"],
    starts: clock.now + HOUR,
    ends: clock.now + 4 * HOUR,
    size: 30,
    solutions: "open",
    recording: "off",
    retentionDays: 7,
  } as const;
  const made = await createClass(db, { ...plan, lessons: ["lxc/un"] }, id, clock.now);
  const joined = await join(db, made.id, { name: "Léa", owner: "o1" }, "k", clock.now);
  return { made, member: (joined as Joined).member };
}

test("there is a link for the first account as long as there is none", async () => {
  expect(classroom.firstPath).toMatch(/^\/formateur\/entrer\/#/);
  await makeClass();
  await classroom.close();
  classroom = await open();
  expect(classroom.firstPath).toBeUndefined();
});

test("a class holds machines as long as it is to come, and is erased when its time is over", async () => {
  const { made, member } = await makeClass();
  await classroom.round();
  expect(classroom.reservations()).toMatchObject([{ machines: 30, until: made.ends }]);
  clock.now = made.ends + 7 * DAY - 1;
  await classroom.round();
  expect(classroom.reservations()).toEqual([]);
  const left = () => classroom.services.store.db.selectFrom("members").select("id").execute();
  expect(await left()).toEqual([{ id: member.id }]);
  clock.now++;
  await classroom.round();
  expect(await left()).toEqual([]);
});

test("what a lab's check finds is noted for its student, whose lab never suffers from it", async () => {
  const { member } = await makeClass();
  const lab = { owner: "o1", lesson: { slug: "lxc/un" }, steps: [] as StepResult[] } as LabRecord;
  const { db } = classroom.services.store;
  await classroom.observer.checked(lab, { id: "a", state: "todo", message: "" }, "asked");
  await classroom.observer.checked(lab, { id: "a", state: "done", message: "" }, "asked");
  expect(await progressOf(db, member.id)).toMatchObject([{ step: "a", state: "done" }]);
  await db.schema.dropTable("progress").execute();
  await classroom.observer.checked(lab, { id: "b", state: "done", message: "" }, "asked");
});
