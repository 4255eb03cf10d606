import { memory } from "../lab/memory.ts";
import { NOTHING_DONE, type Progress, readProgress } from "./progress.ts";

const KEY = "progress";

/** The reader's progress on this device. */
export const kept = {
  get(): Progress {
    return readProgress(memory.get(KEY)) ?? NOTHING_DONE;
  },
  /** Keeps it, or forgets all with `null`. */
  set(progress: Progress | null): void {
    memory.set(KEY, progress && JSON.stringify(progress));
    document.dispatchEvent(new Event("progress"));
  },
};
