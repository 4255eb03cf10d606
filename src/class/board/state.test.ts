import { expect, test } from "vitest";
import type { Board, BoardRow, BoardStep } from "../../../server/protocol-board.ts";
import { boardAfter } from "./state.ts";

const row = (id: string, done = 0) => ({ id, done }) as BoardRow;
const step = (passed: number) => ({ passed }) as BoardStep;
const WHOLE = { rows: [row("a"), row("b")], steps: [step(0), step(0)] } as unknown as Board;

test("nothing is made of changes before the whole came", () => {
  expect(boardAfter(undefined, "rows", [row("a")])).toBeUndefined();
  expect(boardAfter(undefined, "board", WHOLE)).toBe(WHOLE);
});

test("rows that changed take their place, new ones come at the end", () => {
  const after = boardAfter(WHOLE, "rows", [row("c"), row("b", 2)]);
  expect(after?.rows).toEqual([row("a"), row("b", 2), row("c")]);
});

test("steps change by their column", () => {
  expect(boardAfter(WHOLE, "steps", { 1: step(4) })?.steps).toEqual([step(0), step(4)]);
});

test("screens are nothing of the board", () => {
  expect(boardAfter(WHOLE, "screens", { a: null })).toBe(WHOLE);
});
