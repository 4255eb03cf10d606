import { expect, test } from "vitest";
import { report } from "./report.ts";
import { RESULTS } from "./results.example.ts";

const french = report(RESULTS, "fr");
const english = report(RESULTS, "en");
const lineOf = (text: string, start: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith(`| ${start}`))
    .map((line) => line.replace(/ +/g, " "));

test("says of each goal what is asked, what was measured, and whether that will do", () => {
  expect(lineOf(english, "bulk, against")[0]).toBe(
    "| bulk, against node-pty + lxc exec | ≥ 1.3\u00a0× | 1.5\u00a0× | ✔ |",
  );
  expect(lineOf(english, "echo, above")[0]).toContain("≤ + 0.5\u00a0ms | + 0.2\u00a0ms | ✔ |");
  expect(lineOf(english, "stalled reader")[0]).toContain("≤ 5\u00a0MB | 6\u00a0MB | ✘ |");
});

test("writes numbers as the language does", () => {
  expect(lineOf(french, "débit, face")[0]).toContain("≥ 1,3\u00a0×");
  expect(lineOf(french, "mémoire")[0]).toContain("≤ 1\u00a0Mo | 0,7\u00a0Mo");
});

test("gives each contender its figures, then its ratios to the floor and to the usual way", () => {
  const [figures, ratios] = lineOf(english, "this server (api)");
  expect(figures).toBe(
    "| this server (api) | 48 (96) | 0.7 (1.4) | 30 | 0.7 | 14 (4) | 6 | 12 | 900 |",
  );
  expect(ratios).toContain("| 1.2 · 0.8 | 1.4 · 0.5 | 1.2 · 1.5 | – · 0.1 | 1.4 · 0.4 |");
});

test("tells who is absent and what was lost, with the reason, and gives them no figures", () => {
  expect(english).toContain("- ttyd: absent (pas sur cette machine)");
  expect(english).toContain("- wetty, stalled reader, MB: ping timeout");
  expect(french).toContain("- wetty, lecteur figé, Mo\u00a0: ping timeout");
  expect(lineOf(english, "ttyd")).toEqual([]);
});
