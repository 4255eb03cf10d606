const KEY = "try";

/** « Essayer tout de suite »: the lesson that opens next, in this window, starts its lab by itself. */
export function tryNext(lesson: string): void {
  try {
    sessionStorage.setItem(KEY, lesson);
  } catch {
    // Storage is refused: the lesson opens, and its button starts the lab.
  }
}

/** Whether this lesson's lab is to be started; said once. */
export function isTried(lesson: string): boolean {
  try {
    const tried = sessionStorage.getItem(KEY) === lesson;
    sessionStorage.removeItem(KEY);
    return tried;
  } catch {
    return false;
  }
}
