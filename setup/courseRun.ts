import { type PlayedStep, playLesson } from "../e2e/course/play.ts";
import { readManifest } from "../server/manifest.ts";
import type { ManifestLesson } from "../server/protocol.ts";
import { duration } from "./console.ts";

/** Labs that are worked in at the same time: more only make each other wait. */
const AT_ONCE = 2;

/** Plays lessons of the course in real labs, and prints a table. `slugs` empty: all of them. */
export async function playCourse(
  url: string,
  manifestPath: string,
  slugs: string[],
): Promise<PlayedStep[]> {
  const lessons = choose([...(await readManifest(manifestPath)).values()], slugs);
  const queue = [...lessons];
  const played: PlayedStep[] = [];
  const work = async () => {
    for (let lesson = queue.shift(); lesson; lesson = queue.shift())
      played.push(...(await playSafely(url, lesson)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  console.log(table(played));
  return played;
}

/** Lessons by slug, or by the end of it. @throws {Error} in French for one that is not there. */
export function choose(lessons: ManifestLesson[], slugs: string[]): ManifestLesson[] {
  if (slugs.length === 0) return lessons;
  return slugs.map((slug) => {
    const found = lessons.find((lesson) => `/${lesson.slug}`.endsWith(`/${slug}`));
    if (found) return found;
    const known = lessons.map((lesson) => lesson.slug).join(", ");
    throw new Error(`Pas de leçon «\u00a0${slug}\u00a0». Il y a\u00a0: ${known}.`);
  });
}

/** A lab that fails is a failed lesson, not the end of the run. */
async function playSafely(url: string, lesson: ManifestLesson): Promise<PlayedStep[]> {
  try {
    return await playLesson(url, lesson);
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    const whole = { lesson: lesson.slug, step: "(lab)", source: lesson.steps[0]?.source ?? "" };
    return [{ ...whole, before: "", automatic: false, duration: 0, failure }];
  }
}

/** One line a step, and what failed in full below. */
function table(played: PlayedStep[]): string {
  const lines = played.map(({ lesson, step, automatic, duration: ms, failure }) =>
    [
      failure ? "✘" : "✔",
      lesson.padEnd(28),
      step.padEnd(22),
      duration(ms).padStart(9),
      automatic ? "d’elle-même" : "au bouton",
    ].join("  "),
  );
  const failures = played
    .filter(({ failure }) => failure)
    .map(({ source, step, failure }) => `\n${source} (${step})\u00a0: ${failure}`);
  return [...lines, ...failures].join("\n");
}
