import { fetchPart, PARTS } from "../islands/parts.ts";
import type { LabStore } from "../lab/store.ts";
import { turnHead } from "./head.ts";
import { LESSON_SHOWN } from "./shown.ts";

/**
 * Shows another lesson in place of the one that is here; the lab stays as it is, and follows.
 * @param page the lesson's page
 * @param scroll goes to where the browser would be on that page
 */
export async function show(page: Document, store: LabStore, scroll: () => void): Promise<void> {
  const change = () => {
    turn(page, store);
    atOnce(scroll);
    enter();
  };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (still || !document.startViewTransition) return change();
  const transition = document.startViewTransition(change);
  // Rejected where nothing moves, in a hidden tab for instance; what counts is the change.
  void Promise.allSettled([transition.ready, transition.finished]);
  await transition.updateCallbackDone;
}

function turn(page: Document, store: LabStore): void {
  const main = document.querySelector<HTMLElement>("[data-page-lesson]")!;
  const next = page.querySelector<HTMLElement>("[data-page-lesson]")!;
  const menu = document.querySelector<HTMLElement>(".menu")!;
  const lesson = next.dataset["pageLesson"]!;
  // What belongs to the old lesson no longer hears the lab when that turns to the new one.
  main.replaceChildren();
  main.dataset["pageLesson"] = lesson;
  document.querySelector<HTMLElement>("lab-panel")!.dataset["lesson"] = lesson;
  store.turnTo(lesson);
  main.append(...next.childNodes);
  menu.hidePopover();
  menu.replaceChildren(...page.querySelector(".menu")!.childNodes);
  turnHead(page);
  document.dispatchEvent(new Event(LESSON_SHOWN));
  for (const name of PARTS) fetchPart(name);
}

/** Scrolls as on a page that is loaded: links within a page go smoothly to their places. */
function atOnce(scroll: () => void): void {
  const root = document.documentElement;
  root.style.scrollBehavior = "auto";
  // Browsers go by the style of the last time that they looked.
  void getComputedStyle(root).scrollBehavior;
  scroll();
  // Where one was on a page is gone back to when that has been laid out.
  requestAnimationFrame(() => requestAnimationFrame(() => (root.style.scrollBehavior = "")));
}

/** Gives the focus to where the reader arrives, which screen readers then say: the address's place, or the title. */
function enter(): void {
  const place =
    location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const target = place || document.querySelector<HTMLElement>("[data-page-lesson] h1")!;
  if (!target.matches("a[href], button, [tabindex]")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
