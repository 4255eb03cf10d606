import { expect, test } from "vitest";
import { countText } from "./search-words.ts";

test.each([
  ["", -1, 0, ""],
  ["x", -1, 0, "Aucun résultat"],
  ["x", 2, 12, "3 sur 12"],
  ["x", -1, 1, "1 résultat"],
  ["x", -1, 12, "12 résultats"],
  ["x", 4, 1000, "5 sur 1000 et plus"],
])("%j, result %d of %d: « %s »", (term, index, count, text) =>
  expect(countText(term, index, count)).toBe(text),
);
