import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createClass } from "./classes.ts";
import { accountOf } from "./instructors.ts";
import { eraseMember, exportMember, join, type Joined, type Member } from "./members.ts";
import {
  errorsOf,
  errorsOfMember,
  noteCommand,
  noteTry,
  standingsOf,
  type StepStanding,
} from "./observations.ts";
import { noteStep } from "./progress.ts";
import type { Store } from "./store.ts";
import { Bases, KINDS } from "./testing/bases.ts";

// A PostgreSQL on a machine at work takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const NOW = 1_763_800_000_000;
const PLACE = { lesson: "lxc/un", step: "a" };
const PLAN = {
  name: "Lundi",
  lessons: ["lxc/un"],
  starts: NOW,
  ends: NOW + 1_000,
  size: 30,
  solutions: "open",
  recording: "off",
  retentionDays: 30,
} as const;

describe.each(KINDS)("on %s", (kind) => {
  let bases: Bases;
  let store: Store;
  let klass: string;
  let lea: Member;
  beforeAll(async () => void (bases = await Bases.of(kind)), 60_000);
  afterAll(() => bases.close());

  beforeEach(async () => {
    store = await bases.open();
    const { id } = await accountOf(store.db, { subject: "z", name: "Zoé" }, NOW);
    klass = (await createClass(store.db, { ...PLAN, lessons: [...PLAN.lessons] }, id, NOW)).id;
    const joined = await join(store.db, klass, { name: "Léa", owner: "o1" }, "k", NOW);
    lea = (joined as Joined).member;
  });

  const standing = async () => (await standingsOf(store.db, klass))[0];

  test("tries in vain are counted, also of a step that nobody heard of", async () => {
    await noteTry(store.db, lea.id, PLACE, NOW);
    await noteTry(store.db, lea.id, PLACE, NOW + 1);
    expect(await standing()).toEqual<StepStanding>({
      ...PLACE,
      member: lea.id,
      state: "todo",
      begun: NOW,
      done: null,
      tries: 2,
      error: null,
      errorAt: null,
    });
    await noteStep(store.db, lea.id, { ...PLACE, state: "done" }, NOW + 2);
    expect(await standing()).toMatchObject({ state: "done", done: NOW + 2, tries: 2 });
  });

  test("complaints of one kind are counted, and the last one stands until a command goes well", async () => {
    const say = (line: string, kind: string, at: number) =>
      noteCommand(store.db, lea.id, PLACE, { line, kind }, at);
    await say("no c1", "no …", NOW);
    await say("denied", "denied", NOW + 1);
    await say("no c2", "no …", NOW + 2);
    expect(await standing()).toMatchObject({ error: "no c2", errorAt: NOW + 2 });
    expect(await errorsOf(store.db, klass)).toMatchObject([
      { kind: "no …", line: "no c2", count: 2 },
      { kind: "denied", count: 1 },
    ]);
    await noteCommand(store.db, lea.id, PLACE, null, NOW + 3);
    expect(await standing()).toMatchObject({ error: null, errorAt: null });
    expect(await errorsOf(store.db, klass)).toHaveLength(2);
  });

  test("a command that goes well where nothing is known writes nothing", async () => {
    await noteCommand(store.db, lea.id, PLACE, null, NOW);
    expect(await standing()).toBeUndefined();
  });

  test("a person takes it along, and it goes with them", async () => {
    await noteTry(store.db, lea.id, PLACE, NOW);
    await noteCommand(store.db, lea.id, PLACE, { line: "no c1", kind: "no …" }, NOW);
    expect(await exportMember(store.db, lea)).toMatchObject({
      progress: [{ tries: 1 }],
      errors: [{ ...PLACE, line: "no c1", count: 1 }],
    });
    await eraseMember(store.db, lea.id);
    expect(await errorsOfMember(store.db, lea.id)).toEqual([]);
    expect(await standing()).toBeUndefined();
  });
});
