import type { LabState } from "../protocol.ts";

/**
 * Where a lab is in its life, as the server knows it and as the instance's own keys say. `ending` is the server's
 * own: its machines are being taken away, which a person is told as `ended`.
 */
export type Life = LabState | "ending";

/** What may follow what. */
const NEXT: Record<Life, readonly Life[]> = {
  starting: ["ready", "ending", "ended"],
  ready: ["resetting", "ending", "ended"],
  resetting: ["ready", "ending", "ended"],
  ending: ["ended"],
  ended: [],
};

/** Whether a lab may go from one state of life to another. */
export function mayBecome(from: Life, to: Life): boolean {
  return NEXT[from].includes(to);
}

/** Whether there is no way back to life: nothing is to be made for such a lab, nor found again. */
export function isOver(life: Life): boolean {
  return life === "ending" || life === "ended";
}

/** What a person is told of a state. */
export function publicState(life: Life): LabState {
  return life === "ending" ? "ended" : life;
}

/** The state that a key holds; what is not known began and did not finish. */
export function readLife(key: string | undefined): Life {
  return key !== undefined && Object.hasOwn(NEXT, key) ? (key as Life) : "starting";
}
