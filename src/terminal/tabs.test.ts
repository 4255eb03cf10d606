import { describe, expect, test } from "vitest";
import { keep, labelOf, neighbour, nextName, restore, without } from "./tabs.ts";

test.each([
  ["main", "Terminal 1"],
  ["t4", "Terminal 4"],
  ["journal", "journal"],
])("%s is called %s", (name, label) => expect(labelOf(name)).toBe(label));

describe("the next terminal", () => {
  test("is the first free number", () => {
    expect(nextName(["main"], ["main"])).toBe("t2");
    expect(nextName(["main", "t3"], ["main"])).toBe("t2");
    expect(nextName(["main", "t2"], ["main", "t2"])).toBe("t3");
  });

  test("is one that lives without a tab, if there is one", () => {
    expect(nextName(["main", "t2"], ["main", "t2", "journal"])).toBe("journal");
    expect(nextName(["main", "t3"], ["main", "t2", "t3"])).toBe("t2");
  });

  test("is none beyond six", () => {
    expect(nextName(["main", "t2", "t3", "t4", "t5", "t6"], [])).toBeNull();
  });
});

test("neighbours go round", () => {
  const tabs = { open: ["main", "t2", "t3"], active: "main" };
  expect(neighbour(tabs, 1)).toBe("t2");
  expect(neighbour(tabs, -1)).toBe("t3");
  expect(neighbour({ ...tabs, active: "t3" }, 1)).toBe("main");
});

test("a closed tab leaves its place to the one before", () => {
  const open = ["main", "t2", "t3"];
  expect(without({ open, active: "t3" }, "t3")).toEqual({ open: ["main", "t2"], active: "t2" });
  expect(without({ open, active: "main" }, "t2")).toEqual({ open: ["main", "t3"], active: "main" });
});

describe("what the browser kept", () => {
  test("comes back", () => {
    const tabs = { open: ["main", "t2"], active: "t2" };
    expect(restore(keep("lab-1", tabs), "lab-1", "main")).toEqual(tabs);
  });

  test.each([
    ["nothing", null],
    ["no JSON", "{"],
    ["another lab", keep("lab-2", { open: ["main", "t2"], active: "t2" })],
    ["names that the server refuses", '{"lab":"lab-1","open":["../x",3],"active":"../x"}'],
    ["no list", '{"lab":"lab-1","open":"t2","active":"t2"}'],
  ])("%s: the first terminal alone", (_what, kept) => {
    expect(restore(kept, "lab-1", "main")).toEqual({ open: ["main"], active: "main" });
  });
});
