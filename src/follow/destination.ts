/** What of a navigation says whether it is a change of lesson. @see https://html.spec.whatwg.org/#the-navigateevent-interface */
export type Going = Pick<
  NavigateEvent,
  "canIntercept" | "hashChange" | "downloadRequest" | "formData" | "navigationType"
> & { destination: Pick<NavigationDestination, "url"> };

/**
 * Slug of the lesson to which a navigation of this very window leads; null when it leads elsewhere, and when it is the
 * browser's own affair: a place on the same page, a reload, a download. (Clicks that open another tab or window are no
 * navigations of this one.)
 * @param lessons slugs of the course's lessons
 */
export function lessonAhead(going: Going, lessons: ReadonlySet<string>): string | null {
  const { canIntercept, hashChange, downloadRequest, formData, navigationType } = going;
  if (!canIntercept || hashChange || navigationType === "reload") return null;
  if (downloadRequest !== null || formData) return null;
  const { pathname, search } = new URL(going.destination.url);
  const slug = pathname.slice(1, -1);
  return lessons.has(slug) && pathname === `/${slug}/` && search === "" ? slug : null;
}
