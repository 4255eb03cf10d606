import { createHash } from "node:crypto";
import type { Instance } from "../../lxd/instances.ts";
import type { ManifestLesson } from "../../protocol.ts";

const STATE = "user.atelier.state";
const RECIPE = "user.atelier.recipe";
const UNITS = "user.atelier.units";

/** A model of a prepared machine: being made, or to be copied. */
export type ModelState = "baking" | "baked";

/** What an instance is to the bakery; `undefined` for a lab and for a machine of the pool. */
export function modelStateOf(instance: Instance): ModelState | undefined {
  const state = instance.config[STATE];
  return state === "baking" || state === "baked" ? state : undefined;
}

/** What a model was made of. */
export function recipeOf(instance: Instance): string {
  return instance.config[RECIPE] ?? "";
}

/**
 * Units that are started in a copy of a model, which an instance is if it has this key: copies inherit their model's
 * keys. `undefined` for what is no copy.
 */
export function unitsOf(instance: Pick<Instance, "config">): string[] | undefined {
  return instance.config[UNITS]?.split(" ").filter((unit) => unit !== NO_UNIT);
}

/** An empty key would be no key. */
const NO_UNIT = "-";

/** Keys of a model that is being made. */
export function newModelKeys(recipe: string): Record<string, string> {
  return { [STATE]: "baking" satisfies ModelState, [RECIPE]: recipe };
}

/** The change that makes it one to be copied. */
export function bakedKeys(units: readonly string[]): Record<string, string> {
  return { [STATE]: "baked" satisfies ModelState, [UNITS]: units.join(" ") || NO_UNIT };
}

/** What is run in a lab of one machine before its student comes, in order. */
export function preparations({ setup, steps }: ManifestLesson): string[] {
  return [setup, steps[0]?.setup ?? ""].filter((script) => script.trim());
}

/** Hash of all that a prepared machine is made of: lessons that prepare the same share a model. */
export function recipeFor(version: string, lesson: ManifestLesson): string {
  const made = JSON.stringify([version, ...preparations(lesson)]);
  return createHash("sha256").update(made).digest("hex").slice(0, 12);
}
