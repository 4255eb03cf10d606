import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest, ManifestLesson } from "../../server/protocol.ts";
import { LESSONS } from "../browser/course.ts";

const BUILT = join(import.meta.dirname, "../../dist");

/** The built site. */
export const SITE = join(BUILT, "site");

/** The lesson that the class does. */
export const LESSON = read(LESSONS.guide);

/** Its first steps, which everybody does, and the command that does each. */
export const TO_DO = LESSON.steps.slice(0, 3).map(({ id, run }) => {
  const block = run.at(-1) ?? "";
  const [command = ""] = (typeof block === "string" ? block : block.text).split("\n");
  return { id, command };
});

function read(slug: string): ManifestLesson {
  const { lessons } = JSON.parse(readFileSync(join(BUILT, "course.json"), "utf8")) as Manifest;
  const found = lessons.find((lesson) => lesson.slug === slug);
  if (!found) throw new Error(`${slug} n’est pas dans le cours`);
  return found;
}
