import { afterEach, beforeEach, expect, test } from "vitest";
import type { ClassView, MemberExport, Membership, RecordingView } from "../../protocol-classes.ts";
import { type Browser, PLAN, TestAtelier } from "./testing.ts";

let atelier: TestAtelier;
let zoe: Browser;
let lea: Browser;
let klass: ClassView;
let member: string;
let one: RecordingView;

beforeEach(async () => {
  atelier = await TestAtelier.open();
  zoe = await atelier.instructor();
  klass = (await zoe.post("/api/classes", { ...PLAN, recording: "on" })).json<ClassView>();
  lea = await student("Léa");
  member = await ownId(lea);
  const [{ owner = "" } = {}] = await atelier.store.db
    .selectFrom("members")
    .select("owner")
    .execute();
  await atelier.recordings.refresh();
  const lab = atelier.room.lab(owner, "lxc/un");
  atelier.recordings.wrote(lab, "main", Buffer.from("bonjour"), { cols: 80, rows: 24 });
  await expect.poll(async () => (await list(zoe)).length).toBe(1);
  [one] = (await list(zoe)) as [RecordingView];
});

afterEach(() => atelier.close());

async function student(name: string): Promise<Browser> {
  const browser = atelier.browser();
  await browser.post("/api/classes/join", { code: klass.code, name });
  return browser;
}

const ownId = async (browser: Browser) =>
  (await browser.get("/api/classes/me")).json<Membership[]>()[0]?.id ?? "";
const list = async (browser: Browser) =>
  (await browser.get(`/api/classes/${klass.id}/recordings`)).json<RecordingView[]>();

test("its instructor sees it, replays it, and the student reads that they did", async () => {
  expect(one).toEqual({
    id: one.id,
    student: { id: member, name: "Léa" },
    lesson: "lxc/un",
    terminal: "main",
    begunAt: "2026-11-23T08:00:00.000Z",
    endedAt: null,
  });
  const file = await zoe.get(`/api/classes/${klass.id}/recordings/${one.id}`);
  expect(file.headers["content-type"]).toContain("application/x-asciicast");
  expect(file.body).toContain('"o","bonjour"');
  const exported = (await lea.get("/api/classes/me/export")).json<{ trail: object[] }[]>();
  expect(exported[0]?.trail).toContainEqual(
    expect.objectContaining({ by: "Zoé Martin", action: "recording-played" }),
  );
});

test("its student sees it too, and no other student does", async () => {
  const path = `/api/classes/me/${member}/recordings`;
  expect((await lea.get(path)).json()).toEqual([one]);
  expect((await lea.get(`${path}/${one.id}`)).body).toContain("bonjour");
  const tom = await student("Tom");
  expect((await tom.get(`${path}/${one.id}`)).json()).toMatchObject({ code: "no-such-member" });
  const own = `/api/classes/me/${await ownId(tom)}/recordings`;
  expect((await tom.get(own)).json()).toEqual([]);
  expect((await tom.get(`${own}/${one.id}`)).json()).toMatchObject({ code: "no-such-recording" });
});

test("whoever takes a student's data away finds it listed, with the path of its file", async () => {
  const own = (await lea.get("/api/classes/me/export")).json<MemberExport[]>()[0];
  const held = (
    await zoe.get(`/api/classes/${klass.id}/members/${member}/export`)
  ).json<MemberExport>();
  const { student, ...listed } = one;
  for (const [browser, found] of [
    [lea, own],
    [zoe, held],
  ] as const) {
    const [file] = found?.recordings ?? [];
    expect(file).toMatchObject(listed);
    expect(file).not.toHaveProperty("student");
    const { body } = await browser.get(file?.path ?? "");
    expect(body).toContain("bonjour");
    expect(file?.bytes).toBe(Buffer.byteLength(body));
  }
  expect(student.id).toBe(member);
  await zoe.ask("DELETE", `/api/classes/${klass.id}/recordings/${one.id}`);
  const after = (await lea.get("/api/classes/me/export")).json<MemberExport[]>();
  expect(after[0]?.recordings).toEqual([]);
});

test("an instructor of another class does not see it", async () => {
  const max = await atelier.invited(zoe, "Max");
  const other = (await max.post("/api/classes", PLAN)).json<ClassView>();
  const path = `/api/classes/${other.id}/recordings/${one.id}`;
  expect((await max.get(path)).json()).toMatchObject({ code: "no-such-recording" });
  expect((await max.ask("DELETE", path)).statusCode).toBe(404);
  expect(await list(zoe)).toHaveLength(1);
});

test("erased, it is gone", async () => {
  const path = `/api/classes/${klass.id}/recordings/${one.id}`;
  expect((await zoe.ask("DELETE", path)).statusCode).toBe(204);
  expect((await zoe.get(path)).json()).toMatchObject({ code: "no-such-recording" });
  expect(await atelier.recordings.read(one.id)).toBeUndefined();
  expect(await list(zoe)).toEqual([]);
});

test("students are told while it lasts", async () => {
  const card = (await lea.get("/api/classes/me")).json<Membership[]>();
  expect(card[0]?.class.recording).toBe("on");
});
