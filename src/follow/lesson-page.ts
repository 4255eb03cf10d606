/** Addresses of the files that such elements fetch, as the page writes them. */
const filesOf = (page: Document, selector: string): string[] =>
  [...page.querySelectorAll(selector)].map(
    (part) => part.getAttribute("src") ?? part.getAttribute("href")!,
  );

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
  for (const files of ["script[src]", 'head > link[rel="stylesheet"]']) {
    const here = filesOf(document, files);
    if (!filesOf(page, files).every((file) => here.includes(file))) throw new Error("other build");
  }
  await bringStyles(page);
  return page;
}

/**
 * Style sheets that stand in the text, beside the first of what needs them, are fetched before it is shown, and stay
 * in the head: removed with one text, they would be missed for a moment by the next.
 */
async function bringStyles(page: Document): Promise<void> {
  const sheets = [...page.body.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')];
  const known = filesOf(document, 'head > link[rel="stylesheet"]');
  const loads = sheets.map((sheet) => {
    sheet.remove();
    if (known.includes(sheet.getAttribute("href")!)) return;
    return new Promise((resolve, reject) => {
      sheet.addEventListener("load", resolve);
      sheet.addEventListener("error", () => reject(new Error(`no style sheet ${sheet.href}`)));
      document.head.append(sheet);
    });
  });
  await Promise.all(loads);
}
