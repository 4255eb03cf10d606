import { expect, test } from "vitest";
import { parseSize } from "./size.ts";

test.each([
  ["512MiB", 2 ** 29],
  ["6GiB", 6 * 2 ** 30],
  ["10GB", 1e10],
])("reads %s", (text, bytes) => expect(parseSize(text)).toBe(bytes));

test("refuses what is no size", () => {
  expect(() => parseSize("beaucoup")).toThrow("beaucoup");
});
