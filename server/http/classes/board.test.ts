import { afterEach, beforeEach, expect, test } from "vitest";
import type { Board, BoardEvents, LabActionAnswer } from "../../protocol-board.ts";
import type { ClassView } from "../../protocol-classes.ts";
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

async function student(name: string) {
  const browser = atelier.browser();
  await browser.post("/api/classes/join", { code: klass.code, name });
  const members = await membersOf(atelier.store.db, klass.id);
  const member = members.find((each) => each.name === name)!;
  return { browser, member };
}

/** Reads a board's stream until a message of this name comes. */
async function* events(url: string, browser: Browser) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const abort = new AbortController();
  const answer = await fetch(url, { headers: { cookie }, signal: abort.signal });
  expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
  let text = "";
  try {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const messages = text.split("\n\n");
      text = messages.pop() ?? "";
      for (const message of messages) {
        const [, event, data] = /^event: (.+)\ndata: (.+)$/.exec(message) ?? [];
        if (event && data) yield { event, data: JSON.parse(data) as never };
      }
    }
  } finally {
    abort.abort();
  }
}

test("the stream names itself, gives the whole, then rows and screens that changed", async () => {
  const { member } = await student("Léa");
  const { room } = atelier;
  const base = await atelier.app.listen({ port: 0 });
  const stream = events(`${base}/api/classes/${klass.id}/board`, zoe);
  const next = async <E extends keyof BoardEvents>(event: E): Promise<BoardEvents[E]> => {
    for (;;) {
      const { value } = await stream.next();
      if (value?.event === event) return value.data;
    }
  };
  const { id } = await next("stream");
  const board: Board = await next("board");
  expect(board.columns.map(({ lesson, step }) => [lesson, step])).toEqual([
    ["lxc/un", "a"],
    ["lxc/un", "b"],
  ]);
  expect(board.rows).toMatchObject([{ id: member.id, name: "Léa", place: "reading" }]);

  const lab = room.lab(member.owner, "lxc/un");
  expect(await next("rows")).toMatchObject([{ id: member.id, place: "working", step: "a" }]);
  const screen = { terminal: "main", cols: 2, rows: 1, lines: [] };
  room.shown.set(lab.id, screen);
  const visible = (which: string) => `/api/classes/${klass.id}/board/${which}/visible`;
  const members = [member.id];
  expect((await zoe.ask("PUT", visible(id), { members })).statusCode).toBe(204);
  expect((await zoe.ask("PUT", visible("other"), { members })).statusCode).toBe(404);
  expect(await next("screens")).toEqual({ [member.id]: screen });
  await stream.return();
});

test("nobody but the class's own instructors sees the board or touches its labs", async () => {
  const { browser, member } = await student("Léa");
  const stranger = await atelier.invited(zoe, "Ali");
  const paths = [
    ["GET", `/api/classes/${klass.id}/board`],
    ["PUT", `/api/classes/${klass.id}/board/x/visible`],
    ["POST", `/api/classes/${klass.id}/labs`],
    ["POST", `/api/classes/${klass.id}/members/${member.id}/lab`],
  ] as const;
  for (const [method, path] of paths) {
    expect((await stranger.ask(method, path, { action: "end" })).statusCode).toBe(404);
    expect((await browser.ask(method, path, { action: "end" })).statusCode).toBe(401);
  }
  expect(atelier.room.asked).toEqual([]);
});

test("an instructor extends, resets and ends a student's lab, which the student can read", async () => {
  const { browser, member } = await student("Léa");
  const path = `/api/classes/${klass.id}/members/${member.id}/lab`;
  const act = (action: string) => zoe.post(path, { action });
  expect((await act("reset")).json()).toMatchObject({ code: "student-without-lab" });
  atelier.room.lab(member.owner, "lxc/un", "l1");
  atelier.room.lab(member.owner, "lxd/deux", "not-of-the-class");
  for (const action of ["extend", "reset", "end"]) expect((await act(action)).statusCode).toBe(204);
  expect((await act("delete")).statusCode).toBe(400);
  expect(atelier.room.asked).toEqual(["extend l1", "reset l1", "end l1"]);
  const [own] = (await browser.get("/api/classes/me/export")).json<
    { trail: { action: string; by: string }[] }[]
  >();
  const trail = own!.trail.map(({ action, by }) => `${by} ${action}`);
  expect(trail.slice(-3)).toEqual([
    "Zoé Martin lab-extend",
    "Zoé Martin lab-reset",
    "Zoé Martin lab-end",
  ]);
});

test("what is done for all says for how many", async () => {
  for (const name of ["Léa", "Tom", "Ana"]) {
    const { member } = await student(name);
    if (name !== "Ana") atelier.room.lab(member.owner, "lxc/un", name);
  }
  const answer = await zoe.post(`/api/classes/${klass.id}/labs`, { action: "extend" });
  expect(answer.json<LabActionAnswer>()).toEqual({ done: 2, refused: 0 });
  expect(atelier.room.asked).toEqual(["extend Léa", "extend Tom"]);
});
