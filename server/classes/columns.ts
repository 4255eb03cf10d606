import type { Course } from "../manifest.ts";
import type { BoardColumn } from "../protocol-board.ts";

/** The steps of some lessons, in their order; lessons that are in the course no more have none. */
export function columnsOf(lessons: readonly string[], course: Course): BoardColumn[] {
  return lessons.flatMap((slug) => {
    const lesson = course.get(slug);
    return (lesson?.steps ?? []).map(({ id, title }) => ({
      lesson: slug,
      lessonTitle: lesson?.title ?? slug,
      step: id,
      title,
    }));
  });
}
