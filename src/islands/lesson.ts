// What a lesson has besides.
import { memory } from "../lab/memory.ts";
import { labStore } from "../lab/store.ts";
import "./site.ts";
import "./lab-panel.ts";
import "./code-actions.ts";
import "./progress-keeper.ts";
import "./print-solutions.ts";
import "./split-view.ts";

// Few readers are in a class.
if (memory.get("class")) void import("./class-live.ts");

// Without a lab the steps stand as the page was built.
labStore?.addEventListener("change", () => void import("./lesson-steps.ts"), { once: true });

// Few lessons have tabs.
if (document.querySelector("synced-tabs")) void import("./synced-tabs.ts");

// Fewer have figures of their lab, and there is nothing to draw before it is ready.
if (document.querySelector("live-figure")) {
  labStore?.addEventListener("change", () => {
    if (labStore?.ready) void import("./live-figure.ts");
  });
}

// Nothing to follow, and no question to answer, before the reader does something.
const read = () => {
  void import("./scroll-spy.ts");
  if (document.querySelector("lesson-question")) void import("./lesson-question.ts");
};
for (const sign of ["scroll", "pointerdown", "keydown"])
  addEventListener(sign, read, { once: true, passive: true });
