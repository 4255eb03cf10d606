import type { Instance } from "../lxd/instances.ts";
import { modelStateOf } from "./bakery/keys.ts";
import { isBlank } from "./blankKeys.ts";
import { poolStateOf } from "./poolKeys.ts";

/** Whether an instance of ours is a machine of a lab, and none that stands ready or is there to be copied. */
export function isLab(instance: Instance): boolean {
  return !poolStateOf(instance) && !modelStateOf(instance) && !isBlank(instance);
}
