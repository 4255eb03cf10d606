/** Fired on the document when another lesson has taken the place of the one that was loaded. */
export const LESSON_SHOWN = "lessonshown";

/** Does something for the lesson that the page shows, and again for each that takes its place. */
export function forEachLesson(act: () => void): void {
  act();
  document.addEventListener(LESSON_SHOWN, act);
}
