import { expect, test } from "vitest";
import { isSecret, readFence } from "./fence.ts";

test.each([
  ["sh", "run", { role: "run", hidden: false, unknown: [] }],
  ["sh", "run hidden", { role: "run", hidden: true, unknown: [] }],
  ["sh", "check", { role: "check", hidden: false, unknown: [] }],
  ["sh", "setup", { role: "setup", hidden: false, unknown: [] }],
  ["sh", "run machine=cible", { role: "run", hidden: false, machine: "cible", unknown: [] }],
  ["sh", "run hidden machine=b", { role: "run", hidden: true, machine: "b", unknown: [] }],
  ["sh", "setup machine=b", { role: "setup", hidden: false, machine: "b", unknown: [] }],
  ["sh", "check machine=b", { role: "check", hidden: false, unknown: ["machine=b"] }],
  [
    "sh",
    'wrong says="Ce n’est pas lui : cherchez."',
    { role: "wrong", hidden: false, says: "Ce n’est pas lui : cherchez.", unknown: [] },
  ],
  [
    "sh",
    'wrong machine=b says="Non."',
    { role: "wrong", hidden: false, machine: "b", says: "Non.", unknown: [] },
  ],
  ["sh", "wrong", { role: "wrong", hidden: false, unknown: [] }],
  ["sh", 'run says="Non."', { role: "run", hidden: false, unknown: ['says="Non."'] }],
  [
    "sh",
    "probe name=duel shape=durations",
    { role: "probe", hidden: false, name: "duel", shape: "durations", unknown: [] },
  ],
  ["sh", "probe duel", { role: "probe", hidden: false, unknown: ["duel"] }],
  ["sh", null, { role: "read", hidden: false, unknown: [] }],
  ["sh", 'run title="À taper" {1,3-4}', { role: "run", hidden: false, unknown: [] }],
  ["console", null, { role: "read", hidden: false, unknown: [] }],
  ["sh", "rnu", { role: "read", hidden: false, unknown: ["rnu"] }],
  ["sh", "run caché", { role: "run", hidden: false, unknown: ["caché"] }],
  ["bash", "run", { role: "read", hidden: false, unknown: ["run"] }],
])("%s %s", (language, meta, expected) => expect(readFence(language, meta)).toEqual(expected));

test("a secret stays one among other words, and only as a word", () => {
  expect(isSecret("run check")).toBe(true);
  expect(isSecret("setup")).toBe(true);
  expect(isSecret("probe name=duel")).toBe(true);
  expect(isSecret('wrong says="Non."')).toBe(true);
  expect(isSecret('title="checkout"')).toBe(false);
  expect(isSecret(null)).toBe(false);
});
