// What a lesson has besides.
import "./site.ts";
import "./lab-panel.ts";
import "./code-actions.ts";
import "./lesson-steps.ts";
import "./progress-keeper.ts";
import "./print-solutions.ts";
import "./split-view.ts";

if (document.querySelector("lesson-question")) void import("./lesson-question.ts");
// Few lessons have tabs.
if (document.querySelector("synced-tabs")) void import("./synced-tabs.ts");

// Nothing to follow before the reader does something.
for (const sign of ["scroll", "pointerdown", "keydown"])
  addEventListener(sign, () => void import("./scroll-spy.ts"), { once: true, passive: true });
