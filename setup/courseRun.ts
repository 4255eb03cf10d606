import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type PlayedLesson, playLesson } from "../e2e/course/play.ts";
import { readManifest } from "../server/manifest.ts";
import type { ManifestLesson } from "../server/protocol.ts";
import { courseTable, junit, lessonLine } from "./courseReport.ts";
import { ROOT } from "./settings.ts";

/** What CI reads of a run of the course. */
export const JUNIT_PATH = join(ROOT, "test-results", "course.xml");

/** Labs that are worked in at the same time: more only make each other wait. */
const AT_ONCE = 2;

/** Plays lessons of the course in real labs, prints a table, writes JUnit's XML. `slugs` empty: all of them. */
export async function playCourse(
  url: string,
  manifestPath: string,
  slugs: string[],
): Promise<PlayedLesson[]> {
  const started = Date.now();
  const lessons = choose([...(await readManifest(manifestPath)).values()], slugs);
  const queue = [...lessons];
  const played: PlayedLesson[] = [];
  const work = async () => {
    for (let lesson = queue.shift(); lesson; lesson = queue.shift()) {
      const one = await playSafely(url, lesson);
      played.push(one);
      console.log(lessonLine(one));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // In the course's order, whichever lab ended first.
  played.sort((a, b) => lessons.indexOf(a.lesson) - lessons.indexOf(b.lesson));
  console.log(courseTable(played, Date.now() - started));
  await mkdir(dirname(JUNIT_PATH), { recursive: true });
  await writeFile(JUNIT_PATH, junit(played));
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
async function playSafely(url: string, lesson: ManifestLesson): Promise<PlayedLesson> {
  const started = Date.now();
  try {
    return await playLesson(url, lesson);
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    const whole = { lesson: lesson.slug, step: "(lab)", source: lesson.steps[0]?.source ?? "" };
    const step = { ...whole, before: "", automatic: false, duration: 0, wrong: 0, failure };
    return { lesson, steps: [step], duration: Date.now() - started };
  }
}
