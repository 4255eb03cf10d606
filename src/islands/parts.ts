const FETCH = {
  "live-figure": () => import("./live-figure.ts"),
  "synced-tabs": () => import("./synced-tabs.ts"),
  "lesson-question": () => import("./lesson-question.ts"),
};
type Part = keyof typeof FETCH;

/** What only some lessons have. */
export const PARTS = Object.keys(FETCH) as Part[];

/** Fetches what makes a part of a lesson work, if the lesson on the page has such a part. */
export function fetchPart(name: Part): void {
  if (document.querySelector(name)) void FETCH[name]();
}
