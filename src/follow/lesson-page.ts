/** Addresses of a page's style sheets, as it writes them. */
const stylesOf = (page: Document): string =>
  [...page.querySelectorAll('link[rel="stylesheet"]')]
    .map((link) => link.getAttribute("href"))
    .join(" ");

/** Those of its scripts (src/build/late-scripts.ts). */
const scriptsOf = (page: Document): string => page.documentElement.dataset["scripts"] ?? "";

/**
 * Fetches a lesson to be shown in place of the one that is here.
 * @param url its address
 * @param lesson its slug
 * @throws Error when it can only be loaded as a page: no answer, no such lesson, no lab in it, or another build of the
 * site, whose scripts are not the ones that run here
 */
export async function fetchLesson(url: string, lesson: string): Promise<Document> {
  const response = await fetch(url);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const main = page.querySelector<HTMLElement>("[data-page-lesson]");
  const isWhole = main?.dataset["pageLesson"] === lesson && page.querySelector("lab-panel");
  if (!response.ok || response.redirected || !isWhole) throw new Error(`no lesson at ${url}`);
  const isOther = (files: (page: Document) => string) => files(page) !== files(document);
  if ([scriptsOf, stylesOf].some(isOther)) throw new Error("other build");
  return page;
}
