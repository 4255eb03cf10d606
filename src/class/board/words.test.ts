import { expect, test } from "vitest";
import type { BoardRow } from "../../../server/protocol-board.ts";
import { cellWords, duration, placeWords, tries } from "./words.ts";

const NOW = Date.parse("2026-11-23T10:00:00Z");
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

test("durations are as exact as one wants to know them", () => {
  expect([-5, 4_400, 59_000, 61_000, 3_599_000, 3_900_000].map(duration)).toEqual([
    "0\u00a0s",
    "4\u00a0s",
    "59\u00a0s",
    "1\u00a0min",
    "59\u00a0min",
    "1\u00a0h\u00a005",
  ]);
});

test("a cell says in words what its colour says", () => {
  const todo = { state: "todo", begunAt: ago(4), doneAt: null, tries: 2 } as const;
  expect(cellWords(null, false, NOW)).toBe("pas commencé");
  expect(cellWords(todo, true, NOW)).toBe("en cours depuis 4\u00a0min, 2\u00a0essais en vain");
  expect(cellWords({ ...todo, state: "done", doneAt: ago(3), tries: 0 }, false, NOW)).toBe(
    "fait en 1\u00a0min",
  );
  // Brought along from the student's own device: nobody saw how long it took.
  expect(cellWords({ ...todo, state: "done", doneAt: ago(4), tries: 0 }, false, NOW)).toBe("fait");
});

test("places in the queue and numbers are French", () => {
  const queued = (queue: number) =>
    placeWords({ place: "queued", lab: { queue } } as unknown as BoardRow);
  expect(queued(1)).toContain("1ᵉʳ");
  expect(queued(12)).toContain("12ᵉ");
  expect(queued(11)).toContain("11ᵉ");
  expect([tries(0), tries(1), tries(2)]).toEqual(["0\u00a0essai", "1\u00a0essai", "2\u00a0essais"]);
});
