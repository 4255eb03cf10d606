import type { PlayedLesson, PlayedStep } from "../e2e/course/play.ts";
import { duration } from "./console.ts";

/** What was played, counted. */
export interface CourseTotals {
  lessons: number;
  steps: number;
  /** Blocks typed as the solution. */
  blocks: number;
  /** Wrong ways that were refused in the right words. */
  wrong: number;
  failed: number;
}

/** Counts what was played. */
export function totalsOf(played: readonly PlayedLesson[]): CourseTotals {
  const steps = played.flatMap((lesson) => lesson.steps);
  return {
    lessons: played.length,
    steps: steps.length,
    blocks: played.flatMap(({ lesson }) => lesson.steps.flatMap(({ run }) => run)).length,
    wrong: steps.reduce((sum, { wrong }) => sum + wrong, 0),
    failed: steps.filter(({ failure }) => failure).length,
  };
}

/** One line a step and one a lesson, the totals, and what failed in full below. @param ms of the whole run */
export function courseTable(played: readonly PlayedLesson[], ms: number): string {
  const lines = played.flatMap((one) => [
    lessonLine(one),
    ...one.steps.map((step) =>
      [
        `   ${mark([step])}`,
        step.step.padEnd(36),
        duration(step.duration).padStart(9),
        step.automatic ? "d’elle-même" : "au bouton",
        ...(step.wrong ? [`${step.wrong} faux chemin${step.wrong > 1 ? "s" : ""}`] : []),
      ].join("  "),
    ),
  ]);
  const { lessons, steps, blocks, wrong, failed } = totalsOf(played);
  const totals = `${lessons} leçons, ${steps} étapes, ${blocks} blocs tapés, ${wrong} faux chemins refusés, ${failed} en échec (${duration(ms)})`;
  const failures = played
    .flatMap((lesson) => lesson.steps)
    .filter(({ failure }) => failure)
    .map(({ source, step, failure }) => `\n${source} (${step})\u00a0: ${failure}`);
  return [...lines, "", totals, ...failures].join("\n");
}

/** How a lesson went, and how long it took. */
export function lessonLine({ lesson, steps, duration: ms }: PlayedLesson): string {
  return `${mark(steps)}  ${lesson.slug.padEnd(40)}  ${duration(ms).padStart(9)}`;
}

const mark = (steps: readonly PlayedStep[]) => (steps.some(({ failure }) => failure) ? "✘" : "✔");

/**
 * The run as JUnit's XML: a suite a lesson, a case a step, times in seconds.
 * The form that CI servers read: https://github.com/testmoapp/junitxml
 */
export function junit(played: readonly PlayedLesson[]): string {
  const suites = played.map(({ lesson, steps, duration: ms }) => {
    const failed = steps.filter(({ failure }) => failure).length;
    const head = `  <testsuite name="${xml(lesson.slug)}" tests="${steps.length}" failures="${failed}" time="${seconds(ms)}">`;
    return [head, ...steps.map(testcase), "  </testsuite>"].join("\n");
  });
  const { steps, failed } = totalsOf(played);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Cours" tests="${steps}" failures="${failed}">`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function testcase({ lesson, step, source, failure, duration: ms }: PlayedStep): string {
  const head = `    <testcase name="${xml(step)}" classname="${xml(lesson)}" file="${xml(source)}" time="${seconds(ms)}"`;
  if (!failure) return `${head} />`;
  const said = failure.split("\n")[0] ?? "";
  return `${head}><failure message="${xml(said)}">${xml(failure)}</failure></testcase>`;
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as XML takes it: escaped, and without the control characters of a terminal, which XML 1.0 forbids. */
function xml(text: string): string {
  const visible = [...text].filter((c) => c >= " " || c === "\n" || c === "\t").join("");
  return visible.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c);
}
