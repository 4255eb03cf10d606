/** Fired on the document when another lesson has taken the place of the one that was loaded. */
export const LESSON_SHOWN = "lessonshown";

/**
 * Does something for the lesson that the page shows, and again for each that takes its place. The first time each in a turn
 * of its own, so that the page answers in between.
 */
export function forEachLesson(act: () => void): void {
  setTimeout(act);
  document.addEventListener(LESSON_SHOWN, act);
}
