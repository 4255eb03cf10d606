import { afterAll, beforeAll, expect, test } from "vitest";
import { ROLES } from "./roles.ts";
import { type Browser, PLAN, TestAtelier } from "./testing.ts";

let atelier: TestAtelier;
let student: Browser;
let other: Browser;
let revoked: Browser;
let id: string;
let member: string;

/** Every route that is not for everybody, with a class and a student that are there. */
const guarded = Object.entries(ROLES)
  .filter(([, role]) => role !== "anyone")
  .map(([route, role]) => [route, role] as const);

beforeAll(async () => {
  atelier = await TestAtelier.open();
  const zoe = await atelier.instructor();
  ({ id } = (await zoe.post("/api/classes", PLAN)).json<{ id: string }>());
  const { code } = (await zoe.get(`/api/classes/${id}`)).json<{ code: string }>();
  student = atelier.browser();
  const joined = await student.post("/api/classes/join", { code, name: "Léa" });
  member = joined.json<{ membership: { id: string } }>().membership.id;
  other = await atelier.invited(zoe, "Ali");
  revoked = await atelier.invited(zoe, "Eve");
  const cookies = new Map(revoked.cookies);
  await revoked.ask("DELETE", "/api/instructors/session");
  for (const [name, value] of cookies) revoked.cookies.set(name, value);
});
afterAll(() => atelier.close());

function asked(browser: Browser, route: string) {
  const [method = "", url = ""] = route.split(" ");
  const at = url.replace(":id", id).replace(":member", member).replace(/:\w+/, "x");
  return browser.ask(method as "GET", at, method === "GET" ? undefined : {});
}

test.each(guarded)("%s is not for who has no session", async (route) => {
  expect((await asked(atelier.browser(), route)).statusCode).toBe(401);
});

test.each(guarded)("%s is not for who has a session that was revoked", async (route) => {
  expect((await asked(revoked, route)).statusCode).toBe(401);
});

test.each(guarded.filter(([, role]) => role !== "student"))(
  "%s is not for a student",
  async (route) => {
    const answer = await asked(student, route);
    expect([answer.statusCode, answer.json().code]).toEqual([401, "sign-in-needed"]);
  },
);

test.each(guarded.filter(([, role]) => role === "holder"))(
  "%s tells another instructor that there is no such class",
  async (route) => {
    const answer = await asked(other, route);
    expect([answer.statusCode, answer.json().code]).toEqual([404, "no-such-class"]);
  },
);

test("a session signs nobody in under another cookie's name", async () => {
  const thief = atelier.browser();
  for (const [name, value] of other.cookies) thief.cookies.set(`${name}2`, value);
  expect((await thief.get("/api/instructors/me")).statusCode).toBe(401);
});

test("a route without a role cannot be registered", async () => {
  const fresh = await TestAtelier.open();
  const add = async () => {
    fresh.app.get("/api/classes/:id/secret", () => "rien");
    await fresh.app.ready();
  };
  await expect(add()).rejects.toThrow("GET /api/classes/:id/secret has no role");
  await fresh.close();
});

test("every role in the table has its route", () => {
  const missing = Object.keys(ROLES).filter((route) => {
    const [method = "", url = ""] = route.split(" ");
    return !atelier.app.hasRoute({ method: method as "GET", url });
  });
  expect(missing).toEqual([]);
});
