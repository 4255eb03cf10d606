import { afterEach, beforeEach, expect, test } from "vitest";
import type { InstructorSession, Invitation } from "../../protocol-classes.ts";
import { PASSWORD, TestAtelier } from "../classes/testing.ts";

let atelier: TestAtelier;
beforeEach(async () => void (atelier = await TestAtelier.open()));
afterEach(() => atelier.close());

test("the first account is opened once; then one signs in", async () => {
  const ways = async () => (await atelier.browser().get("/api/instructors/ways")).json();
  expect(await ways()).toEqual({ first: true, oidc: false });
  const zoe = await atelier.instructor();
  expect(await ways()).toEqual({ first: false, oidc: false });
  expect((await zoe.get("/api/instructors/me")).json()).toMatchObject({ name: "Zoé Martin" });

  const elsewhere = atelier.browser();
  const account = { name: "zoé martin", password: PASSWORD };
  expect((await elsewhere.post("/api/instructors/session", account)).statusCode).toBe(200);
  const wrong = await elsewhere.post("/api/instructors/session", { ...account, password: "non" });
  expect([wrong.statusCode, wrong.json().code]).toEqual([401, "sign-in-refused"]);
  expect(wrong.headers["cache-control"]).toBe("no-store");
});

test("the cookie is out of reach of scripts and of other sites", async () => {
  const plain = await cookieOf(atelier);
  expect(plain).toMatchObject({
    name: "atelier-formateur",
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
  });
  const secure = await TestAtelier.open({}, "https://localhost:4321");
  expect(await cookieOf(secure)).toMatchObject({ name: "__Host-atelier-formateur", secure: true });
  await secure.close();
});

async function cookieOf(each: TestAtelier) {
  await each.instructor();
  const body = { name: "Zoé Martin", password: PASSWORD };
  const answer = await each.browser().post("/api/instructors/session", body);
  const [cookie] = answer.cookies;
  expect(answer.body).not.toContain(cookie?.value);
  return cookie;
}

test.each([
  ["a short password", { password: "onze signes" }, 400],
  ["no name", { name: " " }, 400],
  ["a token that is none", { token: "non" }, 410],
])("%s opens no account", async (_what, other, status) => {
  const body = { token: "x", name: "Ali", password: PASSWORD, ...other };
  expect((await atelier.browser().post("/api/instructors/accounts", body)).statusCode).toBe(status);
});

test("an invitation is shown without its token, opens one account, and is gone", async () => {
  const zoe = await atelier.instructor();
  const made = await zoe.post("/api/instructors/invitations");
  const { path } = made.json<{ path: string }>();
  expect(path).toMatch(/^\/formateur\/entrer\/#[\w-]{43}$/);
  const listed = await zoe.get("/api/instructors/invitations");
  expect(listed.json<Invitation[]>()).toMatchObject([{ by: "Zoé Martin" }]);
  expect(listed.body).not.toContain(path.split("#")[1]);
  const body = { token: path.split("#")[1], name: "Ali", password: PASSWORD };
  const taken = { ...body, name: "ZOÉ MARTIN" };
  const ali = atelier.browser();
  expect((await ali.post("/api/instructors/accounts", taken)).json().code).toBe("name-taken");
  expect((await ali.post("/api/instructors/accounts", body)).statusCode).toBe(201);
  expect((await ali.post("/api/instructors/accounts", body)).statusCode).toBe(410);
  expect((await zoe.get("/api/instructors")).json()).toHaveLength(2);
  const { id } = (await zoe.post("/api/instructors/invitations")).json<Invitation>();
  await ali.ask("DELETE", `/api/instructors/invitations/${id}`);
  expect((await zoe.get("/api/instructors/invitations")).json()).toEqual([]);
});

test("sessions are seen and ended, one or all others; a new password ends the others", async () => {
  const zoe = await atelier.instructor();
  const account = { name: "Zoé Martin", password: PASSWORD };
  const [two, three] = [atelier.browser(), atelier.browser()];
  for (const each of [two, three]) await each.post("/api/instructors/session", account);
  const sessions = (await zoe.get("/api/instructors/me/sessions")).json<InstructorSession[]>();
  expect(sessions.filter(({ current }) => current)).toHaveLength(1);
  expect(sessions).toHaveLength(3);

  const mine = (await two.get("/api/instructors/me/sessions")).json<InstructorSession[]>();
  const { id } = mine.find(({ current }) => current)!;
  await zoe.ask("DELETE", `/api/instructors/me/sessions/${id}`);
  expect((await two.get("/api/instructors/me")).statusCode).toBe(401);

  const change = { current: PASSWORD, next: "un tout autre mot de passe" };
  const wrong = { ...change, current: "non" };
  expect((await zoe.ask("PUT", "/api/instructors/me/password", wrong)).statusCode).toBe(401);
  expect((await zoe.ask("PUT", "/api/instructors/me/password", change)).statusCode).toBe(204);
  expect((await three.get("/api/instructors/me")).statusCode).toBe(401);
  expect((await zoe.get("/api/instructors/me")).statusCode).toBe(200);
  await zoe.ask("DELETE", "/api/instructors/session");
  expect(zoe.cookies.has("atelier-formateur")).toBe(false);
});

test("a session changes its token while it is used", async () => {
  const zoe = await atelier.instructor();
  const before = zoe.cookies.get("atelier-formateur");
  atelier.clock.now += 2 * 3_600_000;
  expect((await zoe.get("/api/instructors/me")).statusCode).toBe(200);
  expect(zoe.cookies.get("atelier-formateur")).not.toBe(before);
  expect((await zoe.get("/api/instructors/me")).statusCode).toBe(200);
});

test("another site's page signs nobody in", async () => {
  const answer = await atelier.app.inject({
    method: "POST",
    url: "/api/instructors/session",
    headers: { host: "localhost:4321", origin: "http://ailleurs.example" },
    payload: { name: "Zoé Martin", password: PASSWORD },
  });
  expect(answer.json().code).toBe("forbidden");
});
