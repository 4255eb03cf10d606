import { expect, test } from "vitest";
import { keep, restore } from "./kept-tabs.ts";
import { type Tabs } from "./tabs.ts";

const TABS: Tabs = {
  open: ["main", "t2", "t3"],
  panes: ["main", "t3"],
  focus: 1,
  closed: ["t4"],
  names: { t2: "journal" },
};
const FRESH: Tabs = { open: ["main"], panes: ["main"], focus: 0, closed: [], names: {} };

test("what the browser kept comes back", () => {
  expect(restore(keep("lab-1", TABS), "lab-1", ["main"])).toEqual(TABS);
});

test.each([
  ["nothing", null],
  ["no JSON", "{"],
  ["another lab", keep("lab-2", TABS)],
  ["names that the server refuses", '{"lab":"lab-1","open":["../x",3],"panes":["../x"]}'],
  ["no list", '{"lab":"lab-1","open":"t2","panes":"t2","names":7}'],
  ["a list", "[1]"],
])("%s: the first terminal alone", (_what, kept) => {
  expect(restore(kept, "lab-1", ["main"])).toEqual(FRESH);
});

test("panes without a tab are not shown, nor one tab twice", () => {
  const kept = { ...TABS, panes: ["t2", "t9"] as [string, string] };
  expect(restore(keep("lab-1", kept), "lab-1", ["main"])).toMatchObject({
    panes: ["t2"],
    focus: 0,
  });
  const twice = { ...TABS, panes: ["t2", "t2"] as [string, string] };
  expect(restore(keep("lab-1", twice), "lab-1", ["main"])).toMatchObject({ panes: ["t2"] });
});

test("a new lab of several machines opens a terminal of each", () => {
  expect(restore(null, "lab-1", ["source", "cible"]).open).toEqual(["source", "cible"]);
});
