import { expect, test } from "vitest";
import {
  newClassCode,
  newPersonalCode,
  newToken,
  personalCodeHash,
  readClassCode,
  sameText,
  tokenHash,
} from "./secrets.ts";

const many = <T>(make: () => T) => Array.from({ length: 500 }, make);

test("class codes are short, and have no signs that are taken for others", () => {
  for (const code of many(newClassCode)) expect(code).toMatch(/^[^0O1IL2Z5S8BU]{6}$/);
  expect(new Set(many(newClassCode)).size).toBeGreaterThan(490);
});

test("a class code is read however it was typed", () => {
  expect(readClassCode(" k7p-m4x ")).toBe("K7PM4X");
});

test("personal codes are syllables, and none comes twice", () => {
  const codes = many(newPersonalCode);
  for (const code of codes) expect(code).toMatch(/^([a-z]{4}-){3}[a-z]{4}$/);
  expect(new Set(codes).size).toBe(codes.length);
  expect(Math.log2((14 * 4) ** 8)).toBeGreaterThan(40);
});

test("a personal code's hash depends on the key, not on how it was typed", () => {
  const hash = personalCodeHash("bako-mitu-relo-dapi", "k");
  expect(personalCodeHash("BAKO MITU relodapi", "k")).toBe(hash);
  expect(personalCodeHash("bako-mitu-relo-dapi", "l")).not.toBe(hash);
  expect(hash).not.toContain("bako");
});

test("tokens are long, and their hash is another text", () => {
  const token = newToken();
  expect(token).toHaveLength(43);
  expect(tokenHash(token)).not.toBe(token);
  expect([sameText(token, token), sameText(token, `${token}a`)]).toEqual([true, false]);
});
