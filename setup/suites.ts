import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Failure, type PlaywrightReport, playwrightFailures } from "./failures.ts";
import type { VitestReport } from "./failureReporter.ts";
import { ROOT } from "./settings.ts";
import { checkLanguage, tellFinding } from "./spelling/check.ts";

/** How many tests of a suite passed and failed, and what those said, where the suite tells. */
export interface Tally {
  passed: number;
  failed: number;
  failures?: Failure[];
}

/** A tool of `node_modules`, run to its end with its output shown; its exit status. */
function tool(script: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, [join(ROOT, "node_modules", script), ...args], {
    cwd: ROOT,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve(status ?? 1));
  });
}

/** A check that knows only yes or no. */
async function yesOrNo(script: string, args: string[]): Promise<Tally> {
  return (await tool(script, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Spelling and typography of the course and of the interface; needs hunspell. */
async function language(): Promise<Tally> {
  const findings = await checkLanguage(ROOT);
  for (const finding of findings) console.error(tellFinding(finding));
  const failures = findings.map(({ file, line, what }) => ({
    name: `${file}:${line}`,
    message: what,
  }));
  return { passed: failures.length === 0 ? 1 : 0, failed: failures.length, failures };
}

/** Types, of TypeScript and of Astro's pages; rules and arrows; formatting; the French. */
export const STATIC = {
  Types: () => yesOrNo("astro/bin/astro.mjs", ["check", "--minimumFailingSeverity", "warning"]),
  Règles: () => yesOrNo("eslint/bin/eslint.js", ["--max-warnings", "0", "."]),
  Format: () => yesOrNo("prettier/bin/prettier.cjs", ["--check", "--log-level", "warn", "."]),
  Langue: language,
};

/** One of vitest's projects, or only those of its files whose path holds one of these texts. */
export async function vitest(
  project: "unit" | "integration",
  env: NodeJS.ProcessEnv = {},
  files: string[] = [],
): Promise<Tally> {
  const report = join(ROOT, "test-results", `${project}.json`);
  await rm(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=./setup/failureReporter.ts"];
  const args = ["run", "--project", project, ...reporters, ...files];
  const status = await tool("vitest/vitest.mjs", args, { ...env, VITEST_REPORT: report });
  const nothing: VitestReport = { passed: 0, failed: 0, failures: [] };
  const text = await readFile(report, "utf8").catch(() => undefined);
  const told = text ? (JSON.parse(text) as VitestReport) : nothing;
  return { ...honest(status, told.passed, told.failed), failures: told.failures };
}

/**
 * The browser's tests, against a running server. @param firstLink opens its first instructor's account, if there is none
 * @param firefox whether this machine can have one
 */
export function browserTests(
  baseUrl: string,
  firstLink: string | undefined,
  firefox: boolean,
): Promise<Tally> {
  const env = { BASE_URL: baseUrl, FIRST_LINK: firstLink, ...(firefox ? {} : { FIREFOX: "none" }) };
  return playwright("browser", env);
}

/** A whole class, with browsers, on a server of its own. @param env where labs are made, and how many students come */
export function classTests(env: NodeJS.ProcessEnv): Promise<Tally> {
  return playwright("class", env);
}

/** One of Playwright's projects. */
async function playwright(project: "browser" | "class", env: NodeJS.ProcessEnv): Promise<Tally> {
  const report = join(ROOT, "test-results", `${project}.json`);
  await rm(report, { force: true });
  const args = ["test", `--project=${project}`];
  const told = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const status = await tool("@playwright/test/cli.js", args, { ...env, ...told });
  const text = await readFile(report, "utf8").catch(() => "{}");
  const results = JSON.parse(text) as PlaywrightReport;
  const { expected = 0, unexpected = 0, flaky = 0 } = results.stats ?? {};
  return { ...honest(status, expected, unexpected + flaky), failures: playwrightFailures(results) };
}

/** A runner that failed without a failed test, or that ran nothing, has failed all the same. */
function honest(status: number, passed: number, failed: number): Tally {
  const silent = failed === 0 && (status !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed };
}
