import type { StepResult } from "../../server/protocol.ts";
import { forEachLesson } from "../follow/shown.ts";
import { labStore } from "../lab/store.ts";
import { kept } from "../progress/kept.ts";
import { withStep } from "../progress/progress.ts";

/** Keeps on this device which lesson is open, and each of its steps as it is done. */
const keepLast = () => {
  const { pageLesson: last } = document.querySelector<HTMLElement>("#contenu")!.dataset;
  if (last) kept.set({ ...kept.get(), last });
};
// In a turn of its own, for the page to answer in between.
setTimeout(() => forEachLesson(keepLast));
labStore?.addEventListener("step", (event) => {
  const { id, state } = (event as CustomEvent<StepResult>).detail;
  // A lab that followed the reader checks the steps of its own lesson.
  const of = labStore?.lab?.lesson;
  if (of && state === "done") kept.set(withStep(kept.get(), of, id));
});
