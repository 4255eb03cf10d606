import { expect, test } from "vitest";
import type { Board, BoardRow } from "../../../server/protocol-board.ts";
import { byNeed, needOf } from "./need.ts";

const NOW = Date.parse("2026-11-23T10:00:00Z");
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

const row = (name: string, other: Partial<BoardRow> = {}): BoardRow => ({
  id: name,
  name,
  place: "working",
  hand: null,
  lab: { id: `l-${name}`, expiresAt: ago(-30), queue: 0, terminals: [] },
  lesson: "lxc/un",
  step: "a",
  stepSince: ago(1),
  idleSince: null,
  done: 0,
  tries: 0,
  error: null,
  cells: [null, null],
  ...other,
});

const board = (rows: BoardRow[], median: number | null = null): Board => ({
  class: {
    id: "c",
    name: "Lundi",
    size: 30,
    startsAt: ago(60),
    endsAt: ago(-60),
    demonstration: null,
  },
  columns: ["a", "b"].map((step) => ({
    lesson: "lxc/un",
    lessonTitle: "Un",
    step,
    title: step,
  })),
  rows,
  steps: ["a", "b"].map(() => ({ begun: 1, passed: 1, median, tries: 0, errors: [] })),
});

const hand = (minutes: number) => ({ hand: { since: ago(minutes), words: "" } });
const none = { lab: null, lesson: null, step: null, stepSince: null };

test("who needs help comes first, in the order of what they need", () => {
  const rows = [
    row("absent", { ...none, place: "absent" }),
    row("done", { step: null, stepSince: null, done: 2 }),
    row("reading", { ...none, place: "reading" }),
    row("ahead", { done: 1 }),
    row("behind"),
    row("starting", { place: "starting" }),
    row("idle", { place: "idle", idleSince: ago(4) }),
    row("more idle", { place: "idle", idleSince: ago(6) }),
    row("long", { stepSince: ago(12) }),
    row("longer", { stepSince: ago(20), place: "idle", idleSince: ago(5) }),
    row("failing", { tries: 3 }),
    row("failing more", { tries: 7 }),
    row("hand", hand(1)),
    row("first hand", { ...hand(3), ...none, place: "reading" }),
    row("ended", { ...none, place: "ended" }),
  ];
  const names = byNeed(board(rows.toReversed()), NOW).map(({ row: { name } }) => name);
  expect(names).toEqual([
    "first hand",
    "hand",
    "failing more",
    "failing",
    "longer",
    "long",
    "more idle",
    "idle",
    "behind",
    "ahead",
    "starting",
    "reading",
    "done",
    "ended",
    "absent",
  ]);
});

test("equal rows are in the order of French names, whatever order they came in", () => {
  const rows = ["Zoé", "Éva", "Alix", "eva"].map((name) => row(name));
  const names = (from: BoardRow[]) => byNeed(board(from), NOW).map(({ row: { name } }) => name);
  expect(names(rows)).toEqual(names(rows.toReversed()));
  expect(names(rows)).toEqual(["Alix", "eva", "Éva", "Zoé"]);
});

test("a step that takes everybody long is not long for one", () => {
  const slow = row("x", { stepSince: ago(20) });
  expect(needOf(slow, board([slow], 60), NOW).need).toBe("long");
  expect(needOf(slow, board([slow], 600), NOW).need).toBe("working");
});

test("a clock that is behind the server's makes no negative time", () => {
  const future = row("x", hand(-5));
  expect(needOf(future, board([future]), NOW)).toMatchObject({ need: "hand", since: 0 });
});
