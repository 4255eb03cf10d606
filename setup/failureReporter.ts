import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Reporter, SerializedError, TestModule } from "vitest/node";
import { type Failure, failure } from "./failures.ts";

/** What a run of vitest comes to. */
export interface VitestReport {
  passed: number;
  failed: number;
  failures: Failure[];
}

/**
 * Tells vitest's run in a file, named by `VITEST_REPORT`: what failed in tests, in their hooks, in files that could
 * not be read, and in promises that nobody waited for. The reporter that comes with vitest keeps silent on hooks.
 * @see https://vitest.dev/api/advanced/reporters
 */
export default class FailureReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const path = process.env["VITEST_REPORT"];
    if (!path) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(reportOf(modules, unhandled)));
  }
}

/** The same, not yet written. */
export function reportOf(
  modules: readonly TestModule[],
  unhandled: readonly SerializedError[],
): VitestReport {
  const report: VitestReport = { passed: 0, failed: 0, failures: [] };
  const tell = (path: string[], errors: readonly SerializedError[]) => {
    if (errors[0]) report.failures.push(failure(path, errors[0]));
  };
  for (const module of modules) {
    const file = module.relativeModuleId;
    tell([file], module.errors());
    for (const suite of module.children.allSuites()) tell([file, suite.fullName], suite.errors());
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result();
      if (state === "passed") report.passed++;
      if (state !== "failed") continue;
      report.failed++;
      tell([file, test.fullName], errors);
    }
  }
  tell(["hors des essais"], unhandled);
  return report;
}
