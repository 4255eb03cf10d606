import { memory } from "../../lab/memory.ts";

/** Remembers on this device whether its reader is in a class: pages then listen to it. */
export function rememberClass(joined: boolean): void {
  memory.set("class", joined ? "yes" : null);
}
