import type { Instance } from "../lxd/instances.ts";
import type { ManifestLesson } from "../protocol.ts";
import { unitsOf } from "./bakery/keys.ts";
import { LabRecord } from "./record.ts";
import { readLife } from "./states.ts";

/** Everything about a lab that must last is in keys of its first instance, under this prefix. */
const PREFIX = "user.atelier.";

/** The keys that let a restarted server find a lab again. */
export function labKeys(lab: LabRecord): Record<string, string> {
  const done = lab.steps.filter(({ state }) => state === "done").map(({ id }) => id);
  return {
    [`${PREFIX}owner`]: lab.owner,
    [`${PREFIX}origin`]: lab.origin,
    [`${PREFIX}lesson`]: lab.lesson.slug,
    [`${PREFIX}machines`]: lab.machines.join(" "),
    [`${PREFIX}state`]: lab.life,
    [`${PREFIX}created`]: String(lab.createdAt),
    [`${PREFIX}expires`]: String(lab.expiresAt),
    [`${PREFIX}done`]: done.join(" "),
    [`${PREFIX}opened`]: [...lab.opened].join(" "),
  };
}

/** The key of a lab's note that tells the step whose start it was being taken back to. */
export function backKeys(step: string | undefined): Record<string, string> {
  return step === undefined ? {} : { [`${PREFIX}back`]: step };
}

/** The step whose start a lab was being taken back to; `undefined` for the beginning. */
export function backOf(note: Keyed): string | undefined {
  return note.config[`${PREFIX}back`];
}

/** The keys of a machine that is not the first: they lead to the first, which has all the others. */
export function satelliteKeys(lab: LabRecord, machine: string): Record<string, string> {
  return { [`${PREFIX}lab`]: lab.id, [`${PREFIX}machine`]: machine };
}

/** The lab whose further machine an instance is; `undefined` for a first machine. */
export function satelliteOf(instance: Instance): string | undefined {
  return instance.config[`${PREFIX}lab`];
}

/** What of an instance tells of its lab; the note of a lab that has no instance tells the same. */
export type Keyed = Pick<Instance, "name" | "config">;

/** Names of the machines of an instance's lab, as they were when it was made. */
export function machinesOf(instance: Keyed): string[] {
  const names = (instance.config[`${PREFIX}machines`] ?? "").split(" ").filter(Boolean);
  return names.length > 0 ? names : ["main"];
}

/** Whether an instance was made by an atelier: what somebody else put into the project is left alone. */
export function isOurs(instance: Instance): boolean {
  return Object.keys(instance.config).some((key) => key.startsWith(PREFIX));
}

/** When an instance's lab ends (epoch, ms); 0 when its keys do not tell. */
export function expiryOf(instance: Keyed): number {
  return Number(instance.config[`${PREFIX}expires`] ?? 0) || 0;
}

/** The lab that an instance is, or `undefined` when its keys do not tell or its lesson is gone. */
export function recordOf(
  instance: Keyed,
  lessons: ReadonlyMap<string, ManifestLesson>,
): LabRecord | undefined {
  const key = (name: string) => instance.config[PREFIX + name] ?? "";
  const lesson = lessons.get(key("lesson"));
  const createdAt = Number(key("created"));
  if (!key("owner") || !lesson || !(createdAt > 0)) return undefined;
  const lab = new LabRecord({
    id: instance.name,
    owner: key("owner"),
    origin: key("origin"),
    lesson,
    createdAt,
    expiresAt: expiryOf(instance),
    machines: machinesOf(instance),
  });
  lab.units = unitsOf(instance);
  lab.found(readLife(key("state")));
  const done = new Set(key("done").split(" "));
  for (const step of lab.steps) if (done.has(step.id)) step.state = "done";
  for (const name of key("opened").split(" ")) if (name) lab.opened.add(name);
  return lab;
}
