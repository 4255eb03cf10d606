import { stripVTControlCharacters } from "node:util";
import { ROOT } from "./settings.ts";

/** A test that failed: where it is and what it said, cut to what fits under a table. */
export interface Failure {
  /** `file › test`. */
  name: string;
  /** First lines of its error, without colours. */
  message: string;
}

/** So many lines of an error are told, and so many characters of a line. */
const LINES = 10;
const WIDTH = 200;

/** A group of tests in Playwright's JSON report: a file, or a `describe` in it. */
interface PlaywrightSuite {
  title: string;
  specs?: {
    title: string;
    ok: boolean;
    tests: { status: string; results: { errors?: { message?: string }[] }[] }[];
  }[];
  suites?: PlaywrightSuite[];
}

/** What we read of Playwright's JSON report. */
export interface PlaywrightReport {
  stats?: { expected: number; unexpected: number; flaky: number };
  suites?: PlaywrightSuite[];
  /** What failed outside of any test. */
  errors?: { message?: string }[];
}

/** An error as the runners tell it. */
interface Told {
  message?: string;
  stack?: string | undefined;
  /** What was expected beside what came, as vitest tells it. */
  diff?: string;
  cause?: unknown;
}

/** A failure by its parts. */
export function failure(path: string[], error: Told | string): Failure {
  const text = typeof error === "string" ? error : wholeStory(error);
  return { name: path.filter(Boolean).join(" › "), message: firstLines(text) };
}

function wholeStory({ message = "", stack = "", diff = "", cause }: Told): string {
  // Where it happened in our own code; the rest of a stack is the runner's.
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const [own = ""] = frames.filter((line) => line.includes(ROOT) && !line.includes("node_modules"));
  const behind = cause ? wholeStory(cause) : "";
  const parts = [message, own.replace(ROOT, ""), diff, behind];
  return parts.filter(Boolean).join("\n");
}

/** The failed tests of a Playwright run, those included that passed only when tried again. */
export function playwrightFailures({ suites = [], errors = [] }: PlaywrightReport): Failure[] {
  const outside = errors.map(({ message }) => failure(["Playwright"], message ?? ""));
  return [...outside, ...suites.flatMap((suite) => failuresOf(suite, []))];
}

function failuresOf({ title, specs = [], suites = [] }: PlaywrightSuite, above: string[]) {
  const path = [...above, title];
  const bad = ({ status }: { status: string }) => status === "unexpected" || status === "flaky";
  const own = specs
    .filter(({ tests }) => tests.some(bad))
    .map((spec) => {
      const results = spec.tests.filter(bad).flatMap((test) => test.results);
      const [error] = results.flatMap((result) => result.errors ?? []);
      return failure([...path, spec.title], error?.message ?? "");
    });
  return [...own, ...suites.flatMap((suite): Failure[] => failuresOf(suite, path))];
}

/** One block a failure, as it stands under the table of a run. */
export function tellFailure(suite: string, { name, message }: Failure): string {
  const lines = message.split("\n").filter(Boolean);
  return [`✘ ${suite} › ${name}`, ...lines.map((line) => `    ${line}`)].join("\n");
}

function firstLines(text: string): string {
  return stripVTControlCharacters(text)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter(Boolean)
    .slice(0, LINES)
    .map((line) => (line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line))
    .join("\n");
}
