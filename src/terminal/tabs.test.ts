import { describe, expect, test } from "vitest";
import {
  activeOf,
  firstOf,
  labelOf,
  neighbour,
  nextName,
  rename,
  select,
  split,
  unsplit,
  without,
  type Tabs,
} from "./tabs.ts";

const ONE = ["main"];
const TWO = ["source", "cible"];

/** Tabs of which the first is in front, but for what is said. */
function tabs(open: string[], but: Partial<Tabs> = {}): Tabs {
  return { open, panes: [open[0]!], focus: 0, closed: [], names: {}, ...but };
}

test.each([
  ["main", ONE, "Terminal 1"],
  ["t4", ONE, "Terminal 4"],
  ["journal", ONE, "journal"],
  ["source", TWO, "source"],
  ["cible-2", TWO, "cible 2"],
  ["t2", TWO, "Terminal 2"],
])("%s of %j is called %s", (name, machines, label) => expect(labelOf(name, machines)).toBe(label));

test("each machine has a terminal from the start", () => {
  expect(firstOf("main", ONE)).toEqual(["main"]);
  expect(firstOf("source", TWO)).toEqual(["source", "cible"]);
});

describe("the next terminal", () => {
  test("is the first free number", () => {
    expect(nextName(tabs(["main"]), ["main"], ONE)).toBe("t2");
    expect(nextName(tabs(["main", "t3"]), ["main"], ONE)).toBe("t2");
    expect(nextName(tabs(["main", "t2"]), ["main", "t2"], ONE)).toBe("t3");
  });

  test("is one that lives without a tab, if there is one", () => {
    expect(nextName(tabs(["main", "t2"]), ["main", "t2", "journal"], ONE)).toBe("journal");
    expect(nextName(tabs(["main", "t3"]), ["main", "t2", "t3"], ONE)).toBe("t2");
  });

  test("is on the machine of the tab in front", () => {
    const open = tabs(["source", "cible"]);
    expect(nextName(open, TWO, TWO)).toBe("source-2");
    expect(nextName(select(open, "cible"), TWO, TWO)).toBe("cible-2");
    expect(nextName(open, [...TWO, "cible-2", "source-3"], TWO)).toBe("source-3");
  });

  test("is none beyond six", () => {
    expect(nextName(tabs(["main", "t2", "t3", "t4", "t5", "t6"]), [], ONE)).toBeNull();
  });
});

test("neighbours go round", () => {
  const open = tabs(["main", "t2", "t3"]);
  expect(neighbour(open, 1)).toBe("t2");
  expect(neighbour(open, -1)).toBe("t3");
  expect(neighbour(select(open, "t3"), 1)).toBe("main");
});

describe("side by side", () => {
  const both = split(tabs(["main", "t2", "t3"]), "t2");

  test("another tab comes beside the one in front, and gets the keyboard", () => {
    expect(both).toMatchObject({ panes: ["main", "t2"], focus: 1 });
    expect(split(tabs(["main"]), "t2")).toMatchObject({ open: ["main", "t2"], focus: 1 });
    expect(split(both, "t2")).toMatchObject({ panes: ["t2"], focus: 0 });
  });

  test("a tab is shown in the pane that has the keyboard", () => {
    expect(select(both, "t3")).toMatchObject({ panes: ["main", "t3"], focus: 1 });
    expect(select(both, "main")).toMatchObject({ panes: ["main", "t2"], focus: 0 });
    expect(select(select(both, "main"), "t3")).toMatchObject({ panes: ["t3", "t2"], focus: 0 });
  });

  test("ends with the one that has the keyboard, or with the one that is left", () => {
    expect(unsplit(both)).toMatchObject({ panes: ["t2"], focus: 0 });
    expect(without(both, "t2")).toMatchObject({ panes: ["main"], focus: 0, closed: ["t2"] });
    expect(without(both, "main")).toMatchObject({ panes: ["t2"], focus: 0 });
    expect(without(both, "t3")).toMatchObject({ panes: ["main", "t2"], focus: 1 });
  });
});

test("a closed tab leaves its place to the one before, and can be opened again", () => {
  const open = tabs(["main", "t2", "t3"]);
  const closed = without(select(open, "t3"), "t3");
  expect(closed).toMatchObject({ open: ["main", "t2"], closed: ["t3"] });
  expect(activeOf(closed)).toBe("t2");
  expect(without(open, "t2")).toMatchObject({ open: ["main", "t3"], panes: ["main"] });
  expect(select(closed, "t3")).toMatchObject({ open: ["main", "t2", "t3"], closed: [] });
});

test("a tab takes a name of at most 24 characters, and loses it again", () => {
  const open = tabs(["main"]);
  expect(rename(open, "main", "  journal\n ").names).toEqual({ main: "journal" });
  expect(rename(open, "main", "é".repeat(30)).names["main"]).toHaveLength(24);
  expect(rename(rename(open, "main", "journal"), "main", " ").names).toEqual({});
});
