/** What a reader has done of the course, kept on their device: steps by lesson, and the last lesson they opened. */
export interface Progress {
  version: 1;
  /** Slug of the lesson opened last. */
  last?: string;
  /** Ids of the steps done, by slug of the lesson. */
  done: Record<string, string[]>;
}

/** Nobody has more: a file with more is no progress of this course. */
const MOST = 1000;
const SLUG = /^[a-z0-9-]+\/[a-z0-9-]+$/;
const STEP = /^[a-z0-9-]+$/;

export const NOTHING_DONE: Progress = { version: 1, done: {} };

/** Reads what was kept, or a file that a reader brings; null when it is no progress of ours. */
export function readProgress(text: string | null): Progress | null {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "null");
  } catch {
    // No JSON: nothing of ours.
    return null;
  }
  const { version, last, done } = (value ?? {}) as Partial<Progress>;
  if (version !== 1 || typeof done !== "object" || done === null) return null;
  const lessons = Object.entries(done);
  const right = lessons.every(
    ([slug, steps]) =>
      SLUG.test(slug) && Array.isArray(steps) && steps.every((step) => STEP.test(String(step))),
  );
  if (!right || lessons.length > MOST) return null;
  return {
    version: 1,
    ...(typeof last === "string" && SLUG.test(last) ? { last } : {}),
    done: Object.fromEntries(lessons.map(([slug, steps]) => [slug, steps.map(String)])),
  };
}

/** With one more step done. */
export function withStep(progress: Progress, lesson: string, step: string): Progress {
  const steps = new Set(progress.done[lesson]).add(step);
  return { ...progress, done: { ...progress.done, [lesson]: [...steps] } };
}

/** All that is done in either; the second one's last lesson goes before. */
export function joined(one: Progress, two: Progress): Progress {
  const slugs = new Set([...Object.keys(one.done), ...Object.keys(two.done)]);
  const both = [...slugs].map((slug): [string, string[]] => [
    slug,
    [...new Set([...(one.done[slug] ?? []), ...(two.done[slug] ?? [])])],
  ]);
  return { ...one, ...two, done: Object.fromEntries(both) };
}

/** How a lesson stands, of whose steps some are done; null when none is. */
export function standing(
  steps: readonly string[],
  done: readonly string[] = [],
): { state: "begun" | "done"; text: string } | null {
  const count = steps.filter((step) => done.includes(step)).length;
  if (count === 0) return null;
  return count === steps.length
    ? { state: "done", text: "terminée" }
    : { state: "begun", text: `${count} sur ${steps.length}` };
}
