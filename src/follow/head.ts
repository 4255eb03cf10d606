/** What of a page's head tells of that very page. The rest is the same on all lessons of a build. */
const OWN = 'title, meta, link[rel="canonical"], script[type="application/ld+json"]';

/** Which parts are only here now, and which only in what comes next, by their places. */
export function difference(
  now: readonly string[],
  next: readonly string[],
): { gone: number[]; fresh: number[] } {
  const only = (these: readonly string[], those: readonly string[]) =>
    [...these.keys()].filter((place) => !those.includes(these[place]!));
  return { gone: only(now, next), fresh: only(next, now) };
}

/** Gives the page the title, the descriptions and the address of the next one. */
export function turnHead(next: Document): void {
  const [ours, theirs] = [document, next].map((page) => [...page.head.querySelectorAll(OWN)]);
  const words = (parts: Element[] = []) => parts.map(({ outerHTML }) => outerHTML);
  const { gone, fresh } = difference(words(ours), words(theirs));
  for (const place of gone) ours![place]!.remove();
  document.head.append(...fresh.map((place) => theirs![place]!));
}
