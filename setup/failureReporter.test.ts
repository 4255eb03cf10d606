import { expect, it } from "vitest";
import type { TestModule } from "vitest/node";
import { reportOf } from "./failureReporter.ts";

it("counts what passed, and tells of tests, hooks, files and lost promises that failed", () => {
  const test = (fullName: string, state: string, ...messages: string[]) => ({
    fullName,
    result: () => ({ state, errors: messages.map((message) => ({ message })) }),
  });
  const file = {
    relativeModuleId: "a.test.ts",
    errors: () => [{ message: "no such file" }],
    children: {
      allSuites: () => [{ fullName: "group", errors: () => [{ message: "hook" }] }],
      allTests: () => [
        test("works", "passed"),
        test("does not", "failed", "first", "second"),
        test("group > never ran", "skipped"),
      ],
    },
  } as unknown as TestModule;
  expect(reportOf([file], [{ message: "lost" }])).toEqual({
    passed: 1,
    failed: 1,
    failures: [
      { name: "a.test.ts", message: "no such file" },
      { name: "a.test.ts › group", message: "hook" },
      { name: "a.test.ts › does not", message: "first" },
      { name: "hors des essais", message: "lost" },
    ],
  });
});
