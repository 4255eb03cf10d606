import { expect, test } from "vitest";
import { parseReading } from "./shapes.ts";

const line = { operation: "conteneur", storage: "plat", driver: "dir", seconds: 2.5 };
const container = {
  tool: "docker",
  name: "trois",
  namespaces: { pid: 4026531836, user: 4026531837 },
  cgroup: "/docker/0123",
  limits: { processes: 20, memory: null, cpu: 0.5 },
  root: "overlay",
  mounts: 24,
};

test("reads one line of JSON a reading", () => {
  const output = `${JSON.stringify(line)}\n\n${JSON.stringify({ ...line, storage: "default" })}\n`;
  expect(parseReading("durations", output)).toEqual({
    shape: "durations",
    readings: [line, { ...line, storage: "default" }],
  });
  expect(parseReading("containers", JSON.stringify(container))?.readings).toEqual([container]);
});

test("a machine with nothing to tell yet is no fault", () => {
  expect(parseReading("durations", "\n")).toEqual({ shape: "durations", readings: [] });
});

test.each([
  ["no JSON", "bash: jq: command not found"],
  ["half a line", JSON.stringify(line).slice(0, 20)],
  ["another shape", JSON.stringify(container)],
  ["a key too many", JSON.stringify({ ...line, html: "<b>" })],
  ["a long name", JSON.stringify({ ...line, storage: "x".repeat(65) })],
  ["a negative duration", JSON.stringify({ ...line, seconds: -1 })],
  ["no number", JSON.stringify({ ...line, seconds: "1" })],
  ["no object", "[1]\nnull"],
  ["too many lines", `${JSON.stringify(line)}\n`.repeat(41)],
])("refuses %s", (_, output) => {
  expect(parseReading("durations", output)).toBeUndefined();
});

test("takes no namespace of a strange name, and not more than there are", () => {
  const many = Object.fromEntries(
    Array.from({ length: 17 }, (_, i) => ["n".repeat(i + 1), i] as const),
  );
  for (const namespaces of [many, { "<img>": 1 }, { pid: 1.5 }, { pid: 2 ** 60 }])
    expect(
      parseReading("containers", JSON.stringify({ ...container, namespaces })),
    ).toBeUndefined();
});
