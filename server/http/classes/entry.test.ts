import { afterEach, beforeEach, expect, test } from "vitest";
import type { ClassView, Entered, MemberExport, Membership } from "../../protocol-classes.ts";
import { progressOf } from "../../store/progress.ts";
import { type Browser, PLAN, TestAtelier } from "./testing.ts";

let atelier: TestAtelier;
let zoe: Browser;
let made: ClassView;

beforeEach(async () => {
  atelier = await TestAtelier.open();
  zoe = await atelier.instructor();
  made = (await zoe.post("/api/classes", PLAN)).json();
});
afterEach(() => atelier.close());

async function joined(name = "Léa", browser = atelier.browser()) {
  const answer = await browser.post("/api/classes/join", { code: made.code, name });
  const entered = answer.json<Entered>();
  return { browser, answer, entered, personalCode: entered.personalCode ?? "" };
}

test("a student joins with a code and a name, and is told a personal code once", async () => {
  const { browser, answer, entered, personalCode } = await joined("  Léa   B. ");
  expect(answer.statusCode).toBe(201);
  expect(personalCode).toMatch(/^([a-z]{4}-){3}[a-z]{4}$/);
  expect(entered.membership).toMatchObject({
    name: "Léa B.",
    class: {
      name: PLAN.name,
      lessons: [{ slug: "lxc/un", title: "Leçon lxc/un" }],
      recording: "off",
      instructors: ["Zoé Martin"],
    },
  });
  const again = await joined("Autre", browser);
  expect([again.answer.statusCode, again.personalCode]).toEqual([200, ""]);
  expect(again.entered.membership.name).toBe("Léa B.");
  const mine = (await browser.get("/api/classes/me")).json<Membership[]>();
  expect(mine).toEqual([entered.membership]);
});

test("the same person comes back on another machine, with the same owner", async () => {
  const { browser, personalCode } = await joined();
  const elsewhere = atelier.browser();
  const body = { code: made.code.toLowerCase(), personalCode: personalCode.toUpperCase() };
  expect((await elsewhere.post("/api/classes/return", body)).statusCode).toBe(200);
  const owner = (each: Browser) => each.cookies.get("atelier")?.split(".")[0];
  expect(owner(elsewhere)).toBe(owner(browser));
  expect((await elsewhere.get("/api/classes/me")).json()).toMatchObject([{ name: "Léa" }]);
});

test("a machine that is left is the next student's", async () => {
  const { browser } = await joined();
  expect((await browser.post("/api/classes/leave")).statusCode).toBe(204);
  expect((await browser.get("/api/classes/me")).json().code).toBe("not-joined");
  expect((await joined("Tom", browser)).answer.statusCode).toBe(201);
  expect((await zoe.get(`/api/classes/${made.id}/members`)).json()).toHaveLength(2);
});

test("a wrong code, a closed class and one that never was get the same answer", async () => {
  const ask = async (code: string) => {
    const answer = await atelier.browser().post("/api/classes/join", { code, name: "x" });
    return [answer.statusCode, answer.body];
  };
  const wrong = await ask("AAAAAA");
  await zoe.post(`/api/classes/${made.id}/close`);
  expect(await ask(made.code)).toEqual(wrong);
  expect(wrong[0]).toBe(404);
  await zoe.post(`/api/classes/${made.id}/open`);
  expect((await ask(made.code))[0]).toBe(201);
});

test("both codes must be right to come back, and the answer tells not which", async () => {
  const { personalCode } = await joined();
  const ask = async (code: string, personal: string) =>
    (await atelier.browser().post("/api/classes/return", { code, personalCode: personal })).body;
  const one = await ask(made.code, "bako-mitu-relo-dapi");
  expect(one).toContain("wrong-personal-code");
  expect(await ask("AAAAAA", personalCode)).toBe(one);
});

test.each(["", "   ", "a\u202eb", "a\u0000b", "x".repeat(61)])("%j is no name", async (name) => {
  const answer = await atelier.browser().post("/api/classes/join", { code: made.code, name });
  expect([answer.statusCode, answer.json().code]).toEqual([400, "bad-request"]);
});

test("a name that is markup stays text", async () => {
  const name = "<img src=x onerror=alert(1)>";
  const { entered } = await joined(name);
  expect(entered.membership.name).toBe(name);
});

test("what the device knows to be done counts, as far as the class and the course have it", async () => {
  const { browser, entered } = await joined();
  const done = { "lxc/un": ["a", "rien"], "lxd/deux": ["a"], "autre/cours": ["z"] };
  expect((await browser.post("/api/classes/me/progress", { done })).statusCode).toBe(204);
  const steps = await progressOf(atelier.store.db, entered.membership.id);
  expect(steps).toMatchObject([{ lesson: "lxc/un", step: "a", state: "done" }]);
  expect((await zoe.get(`/api/classes/${made.id}/members`)).json()).toMatchObject([{ done: 1 }]);
});

test("a student takes everything away, and has it erased", async () => {
  const { browser, entered } = await joined();
  await browser.post("/api/classes/me/progress", { done: { "lxc/un": ["b"] } });
  await zoe.post(`/api/classes/${made.id}/members/${entered.membership.id}/code`);
  const answer = await browser.get("/api/classes/me/export");
  expect(answer.headers["content-disposition"]).toContain("atelier-mes-donnees.json");
  expect(answer.json<MemberExport[]>()).toMatchObject([
    {
      class: PLAN.name,
      name: "Léa",
      steps: [{ step: "b", state: "done" }],
      trail: [
        { by: "Léa", action: "member-joined" },
        { by: "Zoé Martin", action: "member-code" },
      ],
    },
  ]);
  expect((await browser.ask("DELETE", "/api/classes/me")).statusCode).toBe(204);
  expect((await zoe.get(`/api/classes/${made.id}/members`)).json()).toEqual([]);
});

test("a student has no hand on another's membership", async () => {
  const lea = await joined("Léa");
  const tom = await joined("Tom");
  const path = `/api/classes/me/${tom.entered.membership.id}`;
  expect((await lea.browser.ask("DELETE", path)).statusCode).toBe(404);
  expect((await lea.browser.post(`${path}/code`)).statusCode).toBe(404);
  const renewed = (await tom.browser.post(`${path}/code`)).json<{ personalCode: string }>();
  expect(renewed.personalCode).not.toBe(tom.personalCode);
  expect((await tom.browser.ask("DELETE", path)).statusCode).toBe(204);
  expect((await tom.browser.get("/api/classes/me")).statusCode).toBe(401);
});
