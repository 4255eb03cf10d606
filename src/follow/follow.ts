// From lesson to lesson with the lab's terminals open: the text changes, the lab stays. Anything unusual is left to the
// browser, which loads the page.
import { labStore } from "../lab/store.ts";
import { lessonAhead } from "./destination.ts";
import { fetchLesson } from "./lesson-page.ts";
import { show } from "./show.ts";

/** The change of lesson that was asked for last; an earlier one is not shown after it. */
let latest: NavigateEvent | null = null;

/** Slugs of the course's lessons, as the course's menu has them. */
function lessons(): Set<string> {
  const items = document.querySelectorAll<HTMLElement>(".menu [data-lesson]");
  return new Set([...items].map(({ dataset }) => dataset["lesson"]!));
}

async function follow(event: NavigateEvent, lesson: string): Promise<void> {
  latest = event;
  const { destination, navigationType, signal } = event;
  try {
    const page = await fetchLesson(destination.url, lesson);
    if (latest !== event) return;
    if (!labStore?.ready) throw new Error("the lab went meanwhile");
    await show(page, labStore, () => signal.aborted || event.scroll());
  } catch {
    // The address is the new one already: the browser loads what could not be shown here, or says
    // what is wrong. The lab follows there too.
    if (latest !== event || signal.aborted) return;
    if (labStore?.ready) labStore.keep();
    if (navigationType !== "traverse") scrollTo({ top: 0, behavior: "instant" });
    location.reload();
  }
}

// Browsers that do not know it (before 2026) load each lesson as a page, into which the lab follows too.
window.navigation?.addEventListener("navigate", (event) => {
  if (!labStore?.ready || !document.querySelector("lab-terminals")) return;
  const lesson = lessonAhead(event, lessons());
  if (!lesson) return;
  event.intercept({
    focusReset: "manual",
    scroll: "manual",
    handler: () => follow(event, lesson),
  });
});
