import { memory } from "../lab/memory.ts";

/** The keys of the page. What they open is fetched when it is asked for. */
const overlays = () => import("./overlays.ts");
const go = (selector: string) => document.querySelector<HTMLAnchorElement>(selector)?.click();

/** The search over the page; on the search's own page there is one already. */
function search(): void {
  const field = document.querySelector<HTMLElement>("search-box[data-page] input");
  if (field) field.focus();
  else void overlays().then(({ openSearch }) => openSearch());
}

const KEYS: Record<string, () => void> = {
  "/": search,
  "?": () => void overlays().then(({ openKeys }) => openKeys()),
  s: () => document.querySelector<HTMLElement>(".contents .open")?.click(),
  l: () => document.querySelector<HTMLElement>("#lab")?.focus(),
  n: () => go('a[rel="next"]'),
  p: () => go('a[rel="prev"]'),
};

/** Whether keys belong to what has the focus: a field, the terminal, a dialog. */
function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, dialog, lab-terminal, [contenteditable]") !== null
  );
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || isTaken(event.target) || event.altKey) return;
  const command = event.ctrlKey || event.metaKey;
  const isSearch = command && event.key.toLowerCase() === "k";
  const act = isSearch ? search : command || memory.get("keys") === "no" ? null : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const plainClick = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (plainClick && target.closest("[data-search-open]")) {
    event.preventDefault();
    search();
  }
  if (target.closest("[data-keys-open]")) KEYS["?"]!();
});
