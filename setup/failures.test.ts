import { describe, expect, it } from "vitest";
import { failure, playwrightFailures, tellFailure } from "./failures.ts";
import { ROOT } from "./settings.ts";

describe("failures of a run", () => {
  it("names each test of Playwright that failed, or passed only when tried again", () => {
    const spec = (title: string, status: string, message = "") => ({
      title,
      ok: status === "expected",
      tests: [{ status, results: [{ errors: message ? [{ message }] : [] }] }],
    });
    const inner = { title: "in a group", specs: [spec("late", "flaky", "Timed out")] };
    const suites = [
      {
        title: "tabs.spec.ts",
        specs: [spec("fine", "expected"), spec("bad", "unexpected", "no tab")],
        suites: [inner],
      },
    ];
    expect(playwrightFailures({ suites, errors: [{ message: "no browser" }] })).toEqual([
      { name: "Playwright", message: "no browser" },
      { name: "tabs.spec.ts › bad", message: "no tab" },
      { name: "tabs.spec.ts › in a group › late", message: "Timed out" },
    ]);
  });

  it("tells where in our own code, what differed, and what was behind it", () => {
    const stack = `Error: no\n    at f (${ROOT}/node_modules/x.js:1:1)\n    at g (file://${ROOT}/a.ts:2:3)`;
    const error = { message: "no", stack, diff: "- 1\n+ 2", cause: { message: "no daemon" } };
    expect(failure(["a"], error).message).toBe(
      "no\n    at g (file:///a.ts:2:3)\n- 1\n+ 2\nno daemon",
    );
  });

  it("keeps a long error short", () => {
    const long = failure(["a", "", "b"], new Error(`${"x".repeat(500)}\n\n${"y\n".repeat(50)}`));
    expect(long.name).toBe("a › b");
    expect(long.message.split("\n")).toHaveLength(10);
    expect(long.message.length).toBeLessThan(270);
    expect(tellFailure("Cours", { name: "n", message: "m" })).toBe("✘ Cours › n\n    m");
  });
});
