import { checkCourse, readCourseFiles } from "./check.ts";

let known: Promise<Map<string, string[]>> | undefined;

/** The ids of each lesson's steps, by slug; read once a build. */
export function courseSteps(): Promise<Map<string, string[]>> {
  if (import.meta.env.DEV) known = undefined;
  known ??= readCourseFiles("content").then(
    (files) =>
      new Map(checkCourse(files).map(({ slug, steps }) => [slug, steps.map(({ id }) => id)])),
  );
  return known;
}
