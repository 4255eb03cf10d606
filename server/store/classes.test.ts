import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { note, trailOf } from "./audit.ts";
import {
  addHolder,
  changeClass,
  type Class,
  classesOf,
  type ClassPlan,
  closeClass,
  comingClasses,
  createClass,
  eraseOldClasses,
  heldClass,
  holdersOf,
  openClass,
  removeHolder,
} from "./classes.ts";
import { accountOf } from "./instructors.ts";
import {
  byPersonalCode,
  eraseMember,
  exportMember,
  join,
  type Joined,
  memberIn,
  membershipsOf,
  membersOf,
  MOST_MEMBERS,
  rename,
  renewCode,
} from "./members.ts";
import { membersAt } from "./observations.ts";
import { noteStep, progressOf } from "./progress.ts";
import type { Store } from "./store.ts";
import { Bases, KINDS } from "./testing/bases.ts";

// A PostgreSQL on a machine at work takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const NOW = 1_763_800_000_000;
const DAY = 24 * 3_600_000;
const KEY = "clé";
const PLAN: ClassPlan = {
  name: "Lundi",
  lessons: ["lxc/un"],
  starts: NOW,
  ends: NOW + DAY,
  size: 30,
  solutions: "open",
  recording: "off",
  retentionDays: 30,
};

describe.each(KINDS)("on %s", (kind) => {
  let bases: Bases;
  let db: Store["db"];
  let zoe: string;
  let ali: string;
  let made: Class;
  beforeAll(async () => void (bases = await Bases.of(kind)), 60_000);
  afterAll(() => bases.close());
  beforeEach(async () => {
    ({ db } = await bases.open());
    zoe = (await accountOf(db, { subject: "z", name: "Zoé" }, NOW)).id;
    ali = (await accountOf(db, { subject: "a", name: "Ali" }, NOW)).id;
    made = await createClass(db, PLAN, zoe, NOW);
  });

  const joins = async (owner: string, name = owner) =>
    (await join(db, made.id, { name, owner }, KEY, NOW)) as Joined;

  test("a class is its holders' alone, and always somebody's", async () => {
    expect(await heldClass(db, made.id, zoe)).toEqual(made);
    expect(await heldClass(db, made.id, ali)).toBeUndefined();
    expect(await removeHolder(db, made.id, zoe)).toBe(false);
    expect(await addHolder(db, made.id, "personne", NOW)).toBe(false);
    expect([
      await addHolder(db, made.id, ali, NOW + 1),
      await addHolder(db, made.id, ali, NOW),
    ]).toEqual([true, true]);
    expect((await holdersOf(db, made.id)).map(({ name }) => name)).toEqual(["Zoé", "Ali"]);
    expect(await removeHolder(db, made.id, zoe)).toBe(true);
    expect([await classesOf(db, zoe), (await classesOf(db, ali)).length]).toEqual([[], 1]);
  });

  test("a code opens its class until that is closed", async () => {
    expect((await openClass(db, made.code))?.id).toBe(made.id);
    expect(await openClass(db, "AAAAAA")).toBeUndefined();
    await closeClass(db, made.id, NOW);
    expect(await openClass(db, made.code)).toBeUndefined();
    await closeClass(db, made.id, null);
    expect(await openClass(db, made.code)).toBeDefined();
  });

  test("what is decided of a class can be changed", async () => {
    const plan: ClassPlan = { ...PLAN, name: "Mardi", recording: "on", size: 12 };
    await changeClass(db, made.id, plan);
    expect(await heldClass(db, made.id, zoe)).toEqual({ ...made, ...plan });
  });

  test("a person is a member once, and comes back by the personal code alone", async () => {
    const { member, personalCode } = await joins("o1", "Léa");
    expect(await join(db, made.id, { name: "Autre", owner: "o1" }, KEY, NOW)).toEqual({
      known: member,
    });
    const back = await byPersonalCode(db, made.id, personalCode.toUpperCase(), KEY, NOW + 5);
    expect(back).toEqual({ ...member, seen: NOW + 5 });
    expect(await byPersonalCode(db, made.id, personalCode, "autre clé", NOW)).toBeUndefined();
    const renewed = await renewCode(db, member.id, KEY);
    expect(await byPersonalCode(db, made.id, personalCode, KEY, NOW)).toBeUndefined();
    expect((await byPersonalCode(db, made.id, renewed, KEY, NOW))?.id).toBe(member.id);
    await rename(db, member.id, "Léa B.");
    expect(await memberIn(db, made.id, member.id)).toMatchObject({ name: "Léa B." });
    expect(await memberIn(db, "autre", member.id)).toBeUndefined();
  });

  test("a class is full one day", async () => {
    const others = Array.from({ length: MOST_MEMBERS }, (_, n) => ({
      id: `m${n}`,
      class_id: made.id,
      name: "x",
      code_hash: `h${n}`,
      owner: `p${n}`,
      joined_at: NOW,
      seen_at: NOW,
    }));
    await db.insertInto("members").values(others).execute();
    expect(await joins("o1")).toBeUndefined();
  });

  test("a step that was done stays done, at its first time", async () => {
    const { member } = await joins("o1");
    const step = { lesson: "lxc/un", step: "a" };
    await noteStep(db, member.id, { ...step, state: "todo" }, NOW);
    await noteStep(db, member.id, { ...step, state: "done" }, NOW + 1);
    await noteStep(db, member.id, { ...step, state: "done" }, NOW + 2);
    await noteStep(db, member.id, { ...step, state: "todo" }, NOW + 3);
    const stands = [{ ...step, state: "done", begun: NOW, done: NOW + 1, tries: 0 }];
    expect(await progressOf(db, member.id)).toEqual(stands);
  });

  test("what a person does counts in their open classes that have the lesson", async () => {
    const { member } = await joins("o1");
    const elsewhere = await createClass(db, { ...PLAN, lessons: ["lxd/un"] }, zoe, NOW);
    await join(db, elsewhere.id, { name: "x", owner: "o1" }, KEY, NOW);
    const ids = async (owner: string) => (await membersAt(db, owner, "lxc/un")).map(({ id }) => id);
    expect(await ids("o1")).toEqual([member.id]);
    expect(await ids("o2")).toEqual([]);
    await closeClass(db, made.id, NOW);
    expect(await ids("o1")).toEqual([]);
  });

  test("a person takes away all that is stored about them, and is forgotten", async () => {
    const { member } = await joins("o1", "Léa");
    await joins("o2", "Tom");
    await noteStep(db, member.id, { lesson: "lxc/un", step: "a", state: "done" }, NOW);
    const by = { id: zoe, name: "Zoé" };
    await note(db, { at: NOW, class: made.id, member: member.id, by, action: "member-code" });
    const all = await exportMember(db, member);
    expect(all).toMatchObject({
      class: "Lundi",
      member: { name: "Léa" },
      progress: [{ step: "a", state: "done" }],
      trail: [{ by: "Zoé", action: "member-code", detail: {} }],
    });
    expect(JSON.stringify(all)).not.toContain("o1");
    await eraseMember(db, member.id);
    expect(await membershipsOf(db, "o1")).toEqual([]);
    expect([await progressOf(db, member.id), await trailOf(db, member.id)]).toEqual([[], []]);
    expect(await membersOf(db, made.id)).toHaveLength(1);
  });

  test("classes whose time is over are erased with everybody in them, and no others", async () => {
    await joins("o1");
    const young = await createClass(db, { ...PLAN, name: "Jeune", retentionDays: 90 }, zoe, NOW);
    expect(await eraseOldClasses(db, NOW + 31 * DAY - 1)).toEqual([]);
    expect(await eraseOldClasses(db, NOW + 31 * DAY)).toEqual(["Lundi"]);
    expect(await membershipsOf(db, "o1")).toEqual([]);
    expect((await classesOf(db, zoe)).map(({ id }) => id)).toEqual([young.id]);
    expect(await comingClasses(db, NOW)).toHaveLength(1);
    expect(await comingClasses(db, NOW + 2 * DAY)).toEqual([]);
  });
});
