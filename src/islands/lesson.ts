// What a lesson has besides.
import { memory } from "../lab/memory.ts";
import { labStore } from "../lab/store.ts";
import "./site.ts";
import "./lab-panel.ts";
import "../../.astro/code/code.js";
import "./code-actions.ts";
import "./progress-keeper.ts";
import "./print-solutions.ts";
import "./split-view.ts";
import { fetchPart } from "./parts.ts";

// Few readers are in a class.
if (memory.get("class")) void import("./class-live.ts");

// Without a lab the steps stand as the page was built.
labStore?.addEventListener("change", () => void import("./lesson-steps.ts"), { once: true });

// Few lessons have tabs.
fetchPart("synced-tabs");

// Fewer have figures of their lab, and there is nothing to draw before it is ready.
labStore?.addEventListener("change", () => {
  if (labStore?.ready) fetchPart("live-figure");
});

// Nothing to follow, and no question to answer, before the reader does something.
const read = () => {
  void import("./scroll-spy.ts");
  fetchPart("lesson-question");
};
for (const sign of ["scroll", "pointerdown", "keydown"])
  addEventListener(sign, read, { once: true, passive: true });

// Back to a lesson that an earlier load of this page had shown in its place (src/follow), where nothing follows now.
addEventListener("popstate", () => {
  const { pageLesson = "" } = document.querySelector<HTMLElement>("#contenu")!.dataset;
  if (!location.pathname.includes(pageLesson) && !window.navigation?.transition) location.reload();
});
