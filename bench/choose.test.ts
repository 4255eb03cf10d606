import { expect, test } from "vitest";
import { choose, UsageError } from "./choose.ts";

const KNOWN = ["terminal", "labs"];

test("without a name, every bench is run", () => {
  expect(choose([], KNOWN)).toEqual({ names: KNOWN, quick: false });
});

test("names and --quick are taken in any order, each name once", () => {
  expect(choose(["--quick", "labs", "labs"], KNOWN)).toEqual({ names: ["labs"], quick: true });
});

test("an unknown name is refused with the list", () => {
  expect(() => choose(["terminale"], KNOWN)).toThrow(UsageError);
  expect(() => choose(["terminale"], KNOWN)).toThrow(
    "Pas de mesure «\u00a0terminale\u00a0». Il y a\u00a0: terminal, labs.",
  );
});

test("an unknown option is refused with the usage", () => {
  expect(() => choose(["--fast"], KNOWN)).toThrow(/^Usage/);
});
