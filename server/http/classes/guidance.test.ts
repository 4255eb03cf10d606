import { afterEach, beforeEach, expect, test } from "vitest";
import type { ClassView } from "../../protocol-classes.ts";
import type { LiveClass } from "../../protocol-live.ts";
import { membersOf } from "../../store/members.ts";
import { PLAN, TestAtelier, type Browser } from "./testing.ts";

let atelier: TestAtelier;
let zoe: Browser;
let klass: ClassView;
let owner: string;
let told: LiveClass[];

const LESSON = "lxc/un";

beforeEach(async () => {
  atelier = await TestAtelier.open();
  zoe = await atelier.instructor();
  const plan = { ...PLAN, solutions: "closed" };
  klass = (await zoe.post("/api/classes", plan)).json<ClassView>();
  await atelier.browser().post("/api/classes/join", { code: klass.code, name: "Léa" });
  owner = (await membersOf(atelier.store.db, klass.id))[0]?.owner ?? "";
  await atelier.room.live.watch(owner, (state) => (told = state));
});

afterEach(() => atelier.close());

const put = (what: string, body: object) =>
  zoe.ask("PUT", `/api/classes/${klass.id}/${what}`, body);
const solution = (open: boolean) =>
  put("openings", { lesson: LESSON, step: "a", what: "solution", open });

test("a closed solution is played by no student until it is opened for all", async () => {
  const { rules } = atelier.room;
  expect(told[0]).toMatchObject({ solutions: "closed", openings: [] });
  await expect(rules.solve(owner, LESSON, "a")).rejects.toMatchObject({ code: "solution-closed" });
  await rules.solve("une autre personne", LESSON, "a");
  await rules.solve(owner, "lxd/deux", "a");
  expect((await solution(true)).statusCode).toBe(204);
  await rules.solve(owner, LESSON, "a");
  await expect(rules.solve(owner, LESSON, "b")).rejects.toThrow();
  await expect
    .poll(() => told[0]?.openings)
    .toEqual([{ lesson: LESSON, step: "a", what: "solution" }]);
  await solution(false);
  await expect(rules.solve(owner, LESSON, "a")).rejects.toThrow();
  await zoe.ask("PATCH", `/api/classes/${klass.id}`, { solutions: "open" });
  await rules.solve(owner, LESSON, "a");
});

test("an open hint closes nothing and opens no solution", async () => {
  await put("openings", { lesson: LESSON, step: "a", what: "hint", open: true });
  await expect(atelier.room.rules.solve(owner, LESSON, "a")).rejects.toThrow();
  await expect.poll(() => told[0]?.openings).toMatchObject([{ what: "hint" }]);
});

test("a locked lesson is begun by nobody of the class, until it is unlocked or the class is over", async () => {
  const { rules } = atelier.room;
  await put("locks", { lesson: LESSON, locked: true });
  await expect(rules.start(owner, LESSON)).rejects.toMatchObject({ code: "lesson-locked" });
  await rules.start("une autre personne", LESSON);
  await rules.start(owner, "lxd/deux");
  await expect.poll(() => told[0]?.locked).toEqual([LESSON]);
  await put("locks", { lesson: LESSON, locked: false });
  await rules.start(owner, LESSON);
  await put("locks", { lesson: LESSON, locked: true });
  atelier.clock.now = Date.parse(PLAN.endsAt) + 2 * 3_600_000;
  await rules.start(owner, LESSON);
});

test("only what the class has can be opened or locked, and only by who holds it", async () => {
  expect((await put("locks", { lesson: "lxd/deux", locked: true })).statusCode).toBe(404);
  const nowhere = { lesson: LESSON, step: "z", what: "hint", open: true };
  expect((await put("openings", nowhere)).statusCode).toBe(404);
  const yann = await atelier.invited(zoe, "Yann");
  const lock = { lesson: LESSON, locked: true };
  const tried = await yann.ask("PUT", `/api/classes/${klass.id}/locks`, lock);
  expect(tried.statusCode).toBe(404);
});
