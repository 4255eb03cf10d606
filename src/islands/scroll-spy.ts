import { forEachLesson } from "../follow/shown.ts";

/** How far down the window a heading is taken for read (share of its height). */
const LINE = 0.3;

let links: HTMLAnchorElement[];
let targets: (HTMLElement | null)[];
let label: HTMLElement | null;

/** Marks the heading under which one reads. */
function mark(): void {
  const line = window.innerHeight * LINE;
  const index = targets.findLastIndex(
    (target) => target && target.getBoundingClientRect().top < line,
  );
  const name = index < 0 ? "" : links[index]!.textContent;
  if (label && label.textContent !== name) label.textContent = name;
  for (const [i, link] of links.entries()) {
    if (i === index) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

let asked = false;
document.addEventListener(
  "scroll",
  () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      mark();
    });
  },
  { passive: true },
);

forEachLesson(() => {
  links = [...document.querySelectorAll<HTMLAnchorElement>('#sommaire a[href^="#"]')];
  targets = links.map((link) => document.getElementById(link.hash.slice(1)));
  label = document.querySelector<HTMLElement>("[data-section]");
  mark();
});

document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest("#sommaire a");
  link?.closest<HTMLElement>(":popover-open")?.hidePopover();
});
