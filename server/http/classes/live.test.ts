import { afterEach, beforeEach, expect, test } from "vitest";
import type { ClassView, MemberExport } from "../../protocol-classes.ts";
import type { LiveClass } from "../../protocol-live.ts";
import { membersOf } from "../../store/members.ts";
import { PLAN, TestAtelier, type Browser } from "./testing.ts";

let atelier: TestAtelier;
let zoe: Browser;
let klass: ClassView;

beforeEach(async () => {
  atelier = await TestAtelier.open();
  zoe = await atelier.instructor();
  klass = (await zoe.post("/api/classes", PLAN)).json<ClassView>();
});

afterEach(() => atelier.close());

/** A student, with what their page was told last. */
async function student(name: string) {
  const browser = atelier.browser();
  await browser.post("/api/classes/join", { code: klass.code, name });
  const members = await membersOf(atelier.store.db, klass.id);
  const { id, owner } = members.find((each) => each.name === name)!;
  const page: { told: LiveClass[]; times: number } = { told: [], times: 0 };
  const stop = await atelier.room.live.watch(owner, (state) => {
    page.told = state;
    page.times++;
  });
  return { browser, id, page, stop };
}

const raise = (who: Awaited<ReturnType<typeof student>>, words: string) =>
  who.browser.ask("PUT", `/api/classes/me/${who.id}/hand`, { words });

test("a hand goes up with words and a place, is answered, and leaves a trail", async () => {
  const [lea, tom] = [await student("Léa"), await student("Tom")];
  expect(lea.page.told).toMatchObject([{ class: { name: PLAN.name }, hand: null, messages: [] }]);
  expect((await raise(tom, " ça\r\nbloque ")).statusCode).toBe(204);
  atelier.clock.now += 1_000;
  await raise(lea, "");
  await expect.poll(() => lea.page.told[0]?.hand).toMatchObject({ words: "", place: 2 });
  expect(tom.page.told[0]?.hand).toMatchObject({ words: "ça\nbloque", place: 1 });

  const at = `/api/classes/${klass.id}/members/${tom.id}/hand`;
  expect((await tom.browser.ask("DELETE", at)).statusCode).toBe(401);
  expect((await zoe.ask("DELETE", at)).statusCode).toBe(204);
  await expect.poll(() => lea.page.told[0]?.hand?.place).toBe(1);
  expect(tom.page.told[0]?.hand).toBeNull();
  const [data] = (await tom.browser.get("/api/classes/me/export")).json<MemberExport[]>();
  expect(data?.trail.at(-1)).toMatchObject({ by: "Zoé Martin", action: "hand-answered" });
  await lea.browser.ask("DELETE", `/api/classes/me/${lea.id}/hand`);
  await expect.poll(() => lea.page.told[0]?.hand).toBeNull();
});

test("nobody raises another's hand, nor with words that are too many or turn the text round", async () => {
  const [lea, tom] = [await student("Léa"), await student("Tom")];
  const other = await lea.browser.ask("PUT", `/api/classes/me/${tom.id}/hand`, { words: "" });
  expect(other.statusCode).toBe(404);
  expect((await raise(lea, "a".repeat(301))).statusCode).toBe(400);
  expect((await raise(lea, "a\u202eb")).statusCode).toBe(400);
  expect((await raise(lea, "👩\u200d💻 d’accord")).statusCode).toBe(204);
});

test("a message reaches those whom it is for, until each has read it", async () => {
  const [lea, tom] = [await student("Léa"), await student("Tom")];
  const to = `/api/classes/${klass.id}/messages`;
  expect((await zoe.post(to, { words: "À tous" })).json()).toEqual({ sent: 2 });
  atelier.clock.now += 1_000;
  const one = { words: "À Léa <b>", members: [lea.id, "inconnu"] };
  expect((await zoe.post(to, one)).json()).toEqual({ sent: 1 });
  const words = (who: typeof lea) => who.page.told[0]?.messages.map((each) => each.words);
  await expect.poll(() => words(lea)).toEqual(["À tous", "À Léa <b>"]);
  expect(words(tom)).toEqual(["À tous"]);
  expect((await zoe.post(to, { words: "?", members: ["inconnu"] })).statusCode).toBe(404);
  expect((await zoe.post(to, { words: "  " })).statusCode).toBe(400);

  const { id } = lea.page.told[0]!.messages[0]!;
  const read = (who: typeof lea) =>
    who.browser.post(`/api/classes/me/${who.id}/messages/${id}/read`);
  expect((await read(tom)).statusCode).toBe(404);
  expect((await read(lea)).statusCode).toBe(204);
  await expect.poll(() => words(lea)).toEqual(["À Léa <b>"]);
});

test("a page that listens is told nothing twice, and nothing once the class is closed", async () => {
  const lea = await student("Léa");
  const { times } = lea.page;
  atelier.room.touched(klass.id);
  await zoe.post(`/api/classes/${klass.id}/close`);
  await expect.poll(() => lea.page.told).toEqual([]);
  expect(lea.page.times).toBe(times + 1);
  lea.stop();
  expect(atelier.room.live.listeners).toBe(0);
});

test("the stream is a student's own, and begins with everything", async () => {
  const lea = await student("Léa");
  await raise(lea, "là");
  const base = await atelier.app.listen({ port: 0 });
  const url = `${base}/api/classes/me/events`;
  expect((await fetch(url)).status).toBe(401);
  const cookie = [...lea.browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const abort = new AbortController();
  const answer = await fetch(url, { headers: { cookie }, signal: abort.signal });
  let text = "";
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (/^data: .*\n\n/m.test(text)) break;
  }
  expect(text).toMatch(/event: state\ndata: \[\{.*"words":"là","place":1/);
  abort.abort();
});
