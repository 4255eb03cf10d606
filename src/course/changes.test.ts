import { expect, test } from "vitest";
import { readLog } from "./changes.ts";

test("a file's last change is the newest commit that names it", () => {
  const log = "\x002026-11-22\n\ncontent/a.mdx\n\x002026-11-20\n\ncontent/a.mdx\ncontent/b.mdx\n";
  expect([...readLog(log)]).toEqual([
    ["content/a.mdx", "2026-11-22"],
    ["content/b.mdx", "2026-11-20"],
  ]);
  expect(readLog("").size).toBe(0);
});
