import { expect, test } from "vitest";
import { joined, NOTHING_DONE, readProgress, standing, withStep } from "./progress.ts";

test.each([
  null,
  "",
  "{",
  "null",
  "[]",
  '{"version":2,"done":{}}',
  '{"version":1,"done":{"lxc":["a"]}}',
  '{"version":1,"done":{"lxc/un":"a"}}',
  '{"version":1,"done":{"lxc/un":["<b>"]}}',
])("%s is no progress", (text) => expect(readProgress(text)).toBeNull());

test("what is written is read again", () => {
  const progress = withStep(withStep(NOTHING_DONE, "lxc/un", "a"), "lxc/un", "a");
  expect(progress.done).toEqual({ "lxc/un": ["a"] });
  expect(readProgress(JSON.stringify({ ...progress, last: "lxc/un" }))).toEqual({
    ...progress,
    last: "lxc/un",
  });
});

test("two devices' progress is joined without loss", () => {
  const one = { version: 1, last: "a/a", done: { "a/a": ["x"], "b/b": ["y"] } } as const;
  const two = { version: 1, done: { "a/a": ["x", "z"] } } as const;
  expect(joined(structuredClone(one) as never, structuredClone(two) as never)).toEqual({
    version: 1,
    last: "a/a",
    done: { "a/a": ["x", "z"], "b/b": ["y"] },
  });
});

test("a lesson stands where its own steps do", () => {
  expect(standing(["a", "b"], ["c"])).toBeNull();
  expect(standing(["a", "b"], ["b"])).toEqual({ state: "begun", text: "1 sur 2" });
  expect(standing(["a", "b"], ["b", "a", "c"])?.state).toBe("done");
  expect(standing([])).toBeNull();
});
