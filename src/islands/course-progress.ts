import { kept } from "../progress/kept.ts";
import { standing } from "../progress/progress.ts";

/** Marks every lesson that the page names (`data-lesson`, `data-steps`) with what the reader has done of it. */
function show(): void {
  const { done, last } = kept.get();
  for (const item of document.querySelectorAll<HTMLElement>("[data-steps]")) {
    const { lesson = "", steps = "" } = item.dataset;
    const found = standing(steps.split(" ").filter(Boolean), done[lesson]);
    if (found) item.dataset["state"] = found.state;
    else delete item.dataset["state"];
    const text = item.querySelector("[data-progress]");
    if (text) text.textContent = found?.text ?? "";
  }
  const back = document.querySelector<HTMLElement>("[data-resume]");
  const item = last && document.querySelector(`[data-lesson="${last}"] a`);
  if (back && item instanceof HTMLAnchorElement) {
    const link = back.querySelector("a")!;
    link.href = item.href;
    const text = (part: string) => item.querySelector(part)?.textContent ?? "";
    link.textContent = `${text(".number")}\u00a0${text(".title")}`;
    back.hidden = false;
  }
}

show();
document.addEventListener("progress", show);
// Another window of the same reader.
window.addEventListener("storage", show);
