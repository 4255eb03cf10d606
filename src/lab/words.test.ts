import { expect, test } from "vitest";
import { remaining, warningOf } from "./words.ts";

const NOW = Date.parse("2026-01-01T12:00:00Z");

test.each([
  ["2026-01-01T13:02:05Z", "62:05"],
  ["2026-01-01T12:00:09.4Z", "0:09"],
  ["2026-01-01T11:00:00Z", "0:00"],
])("%s leaves %s", (expiresAt, expected) => expect(remaining(expiresAt, NOW)).toBe(expected));

test("only a near end is announced, and how to put it off", () => {
  expect(warningOf(null)).toBe("");
  expect(warningOf("idle")).toContain("Une touche");
  expect(warningOf("ttl")).toContain("Prolonger");
});
