import { expect, test } from "vitest";
import type { Audit } from "../../e2e/client/lighthouse.ts";
import { report } from "./report.ts";
import { middleOf } from "./results.ts";

const audit = (tbt: number): Audit => ({
  scores: { performance: 99, accessibility: 100, "best-practices": 100, seo: 100 },
  below: [],
  lcp: 980,
  tbt,
  cls: 0,
  requests: [
    { path: "/", type: "Document", bytes: 11_200 },
    { path: "/a.js", type: "Script", bytes: 9_040 },
    { path: "/a.woff2", type: "Font", bytes: 30_300 },
  ],
});

test("a page shows the middle of its audits, and fonts apart", () => {
  const page = middleOf("leçon", "/lxd/", [audit(400), audit(0), audit(12)]);
  expect(page.tbt).toBe(12);
  expect(page.weight).toEqual({ requests: 2, bytes: 20_240, scripts: 9_040, fonts: 30_300 });
  const [, , line] = report({
    bench: "site",
    date: "2026-01-01T00:00:00Z",
    quick: false,
    machine: {},
    rounds: 3,
    pages: [page],
  }).split("\n");
  expect(line?.split("|").map((cell) => cell.trim())).toEqual([
    "",
    "leçon",
    "99",
    "100",
    "100",
    "100",
    "0,98",
    "12",
    "0",
    "2",
    "20,2",
    "9",
    "30,3",
    "",
  ]);
});

test("the time of a click is shown by what it went to", () => {
  const click = { answered: 40, loaded: 90, open: 120, prompt: 151.4, drawn: 180, samples: [180] };
  const run = { bench: "site", date: "", quick: true, machine: {}, rounds: 1 } as const;
  const lines = report({ ...run, pages: [], click }).split("\n");
  const cells = lines.map((line) => line.split("|").map((cell) => cell.trim()));
  expect(cells.find(([, title]) => title === "l’invite reçue")?.[2]).toBe("151");
});
