import { expect, test } from "vitest";
import { counts, shows } from "./filters.ts";
import { NEEDS, type Need, type NeededRow } from "./need.ts";

const row = (need: Need, name = "Éva Müller") => ({ need, row: { name } }) as NeededRow;

test("every need is under exactly one filter besides all", () => {
  for (const need of NEEDS)
    expect(
      (["help", "working", "away", "done"] as const).filter((each) => shows(row(need), each, "")),
    ).toHaveLength(1);
});

test("names are found without their accents", () => {
  expect(shows(row("idle"), "all", " eva mul")).toBe(true);
  expect(shows(row("idle"), "help", "tom")).toBe(false);
});

test("rows are counted by filter", () => {
  expect(counts([row("hand"), row("idle"), row("done")])).toEqual({
    all: 3,
    help: 2,
    working: 0,
    away: 0,
    done: 1,
  });
});
