import { afterEach, beforeEach, expect, test } from "vitest";
import type { ClassView, Entered } from "../../protocol-classes.ts";
import { type Browser, PLAN, TestAtelier } from "./testing.ts";

let atelier: TestAtelier;
let zoe: Browser;
let changes: number;

beforeEach(async () => {
  changes = 0;
  atelier = await TestAtelier.open({
    changed: () => void changes++,
    outlook: () =>
      Promise.resolve({
        running: 0,
        warm: 2,
        fit: 20,
        limit: "LABS_MAX",
        startSeconds: 3,
        parallel: 2,
      }),
  });
  zoe = await atelier.instructor();
});
afterEach(() => atelier.close());

const make = async (plan: object = {}) =>
  (await zoe.post("/api/classes", { ...PLAN, ...plan })).json<ClassView>();

test("a class is made, changed, closed, done again and deleted", async () => {
  const made = await make();
  expect(made).toMatchObject({
    ...PLAN,
    closed: false,
    members: 0,
    link: `http://localhost:4321/classe/#${made.code}`,
    erasedAt: "2026-12-23T11:30:00.000Z",
    instructors: [{ name: "Zoé Martin" }],
  });
  const changed = await zoe.ask("PATCH", `/api/classes/${made.id}`, { size: 12, recording: "on" });
  expect(changed.json()).toEqual({ ...made, size: 12, recording: "on" });
  expect((await zoe.post(`/api/classes/${made.id}/close`)).json()).toMatchObject({ closed: true });
  const again = await zoe.post(`/api/classes/${made.id}/duplicate`);
  expect(again.statusCode).toBe(201);
  const copy = again.json<ClassView>();
  expect([copy.name, copy.size, copy.closed]).toEqual([made.name, 12, false]);
  expect(copy.code).not.toBe(made.code);
  expect((await zoe.ask("DELETE", `/api/classes/${made.id}`)).statusCode).toBe(204);
  expect((await zoe.get("/api/classes")).json()).toMatchObject([{ id: copy.id }]);
  expect(changes).toBe(5);
});

test.each([
  [{ lessons: ["lxc/rien"] }, /« lxc\/rien »/],
  [{ endsAt: PLAN.startsAt }, /après le début/],
  [{ size: 0 }, /« size »/],
  [{ size: 61 }, /« size »/],
  [{ retentionDays: 366 }, /« retentionDays »/],
  [{ name: "" }, /« name »/],
  [{ other: 1 }, /corps/],
])("%j is refused in French", async (plan, said) => {
  const answer = await zoe.post("/api/classes", { ...PLAN, ...plan });
  expect([answer.statusCode, answer.headers["content-type"]]).toEqual([
    400,
    expect.stringContaining("application/problem+json"),
  ]);
  expect(answer.json<{ detail: string }>().detail.replaceAll("\u00a0", " ")).toMatch(said);
});

test("the QR code is an image of the link, for who holds the class", async () => {
  const { id } = await make();
  const answer = await zoe.get(`/api/classes/${id}/qr.svg`);
  expect(answer.headers["content-type"]).toContain("image/svg+xml");
  expect(answer.body).toMatch(/^<svg .*viewBox="0 0 (\d+) \1".*<\/svg>$/);
});

test("the pre-flight tells of the machine", async () => {
  const { id } = await make();
  expect((await zoe.get(`/api/classes/${id}/preflight`)).json()).toMatchObject({
    verdict: "short",
    labs: 20,
    limit: "LABS_MAX",
    size: 30,
  });
});

test("a class is shared, and the last one who holds it stays", async () => {
  const { id } = await make();
  const ali = await atelier.invited(zoe, "Ali");
  const me = (await ali.get("/api/instructors/me")).json<{ id: string }>();
  const path = `/api/classes/${id}/instructors`;
  expect((await zoe.ask("PUT", `${path}/personne`)).json().code).toBe("no-such-instructor");
  expect((await zoe.ask("PUT", `${path}/${me.id}`)).json().instructors).toHaveLength(2);
  const first = (await zoe.get("/api/instructors/me")).json<{ id: string }>();
  expect((await ali.ask("DELETE", `${path}/${first.id}`)).statusCode).toBe(204);
  expect((await zoe.get(`/api/classes/${id}`)).statusCode).toBe(404);
  expect((await ali.ask("DELETE", `${path}/${me.id}`)).json().code).toBe("last-holder");
});

test("a student is renamed, given another code, taken away as a file, and erased", async () => {
  const { id, code } = await make();
  const lea = atelier.browser();
  const { membership, personalCode = "" } = (
    await lea.post("/api/classes/join", { code, name: "Léa" })
  ).json<Entered>();
  const path = `/api/classes/${id}/members/${membership.id}`;
  expect((await zoe.ask("PATCH", path, { name: "Léa B." })).json()).toMatchObject({
    name: "Léa B.",
    done: 0,
  });
  const renewed = (await zoe.post(`${path}/code`)).json<{ personalCode: string }>().personalCode;
  const back = async (personal: string) =>
    (await atelier.browser().post("/api/classes/return", { code, personalCode: personal }))
      .statusCode;
  expect([await back(personalCode), await back(renewed)]).toEqual([404, 200]);
  const exported = (await zoe.get(`${path}/export`)).json<{ trail: { action: string }[] }>();
  expect(exported.trail.map(({ action }) => action)).toContain("member-code");
  expect((await zoe.ask("DELETE", path)).statusCode).toBe(204);
  expect((await zoe.get(`${path}/export`)).json().code).toBe("no-such-member");
  expect((await lea.get("/api/classes/me")).statusCode).toBe(401);
});

test("a member of one class is nothing to another", async () => {
  const [one, two] = [await make(), await make()];
  const joined = await atelier.browser().post("/api/classes/join", { code: one.code, name: "Léa" });
  const { membership } = joined.json<Entered>();
  const answer = await zoe.ask("DELETE", `/api/classes/${two.id}/members/${membership.id}`);
  expect(answer.json().code).toBe("no-such-member");
});
