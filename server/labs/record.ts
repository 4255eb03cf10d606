import type { Instance } from "../lxd/instances.ts";
import type { Lab, LabEvents, LabState, ManifestLesson, StepResult } from "../protocol.ts";

const PREFIX = "user.atelier.";

/** Hears what happens to a lab. */
export type LabListener = <E extends keyof LabEvents>(event: E, data: LabEvents[E]) => void;

/** A lab as the server knows it; what must last is also in the keys of its instance. */
export class LabRecord {
  readonly id: string;
  readonly owner: string;
  readonly lesson: ManifestLesson;
  /** Its machines, as they were made; the first is where scripts run. */
  readonly machines: readonly string[];
  /** Epoch, ms. */
  readonly createdAt: number;
  /** Epoch, ms. */
  expiresAt: number;
  state: LabState = "starting";
  /** Its machine is being taken away: what fails in it now is no fault. */
  leaving = false;
  /** Why it ended, French. */
  reason: string | undefined;
  readonly steps: StepResult[];
  /** Terminals that were ever opened in this lab. */
  readonly opened = new Set<string>();
  /** Steps that were tried ahead of their turn, and prepared for it. */
  readonly reached = new Set<string>();
  /** Steps whose preparation failed, to be tried again. */
  readonly unprepared = new Set<string>();
  readonly #listeners = new Set<LabListener>();

  constructor(made: {
    id: string;
    owner: string;
    lesson: ManifestLesson;
    createdAt: number;
    expiresAt: number;
    machines?: readonly string[];
  }) {
    this.id = made.id;
    this.owner = made.owner;
    this.lesson = made.lesson;
    this.machines = made.machines ?? made.lesson.machines;
    this.createdAt = made.createdAt;
    this.expiresAt = made.expiresAt;
    this.steps = made.lesson.steps.map(({ id }) => ({ id, state: "todo", message: "" }));
  }

  /** What its owner may see. */
  view(): Lab {
    return {
      id: this.id,
      lesson: this.lesson.slug,
      state: this.state,
      machines: [...this.machines],
      terminals: [...new Set([...this.machines, ...this.opened])],
      expiresAt: new Date(this.expiresAt).toISOString(),
      steps: this.steps.map((step) => ({ ...step })),
      ...(this.reason ? { reason: this.reason } : {}),
    };
  }

  /** Hears from now on; gives back the way to stop. */
  listen(listener: LabListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell: LabListener = (event, data) => {
    for (const listener of this.#listeners) listener(event, data);
  };

  setState(state: LabState, reason?: string): void {
    this.state = state;
    this.reason = reason;
    this.tell("state", this.view());
  }

  setStep(result: StepResult): void {
    const index = this.steps.findIndex(({ id }) => id === result.id);
    this.steps[index] = result;
    this.tell("step", { ...result });
  }

  /** Everything to do again. `opened` stays: the new machine's streams must not be taken for the old ones. */
  forgetProgress(): void {
    this.reached.clear();
    this.unprepared.clear();
    for (const { id } of this.lesson.steps) this.setStep({ id, state: "todo", message: "" });
  }

  /** The keys of a machine that is not the first: they lead to the first, which has all the others. */
  satelliteKeys(machine: string): Record<string, string> {
    return { [`${PREFIX}lab`]: this.id, [`${PREFIX}machine`]: machine };
  }

  /** The keys that let a restarted server find this lab again. */
  keys(): Record<string, string> {
    return {
      [`${PREFIX}owner`]: this.owner,
      [`${PREFIX}lesson`]: this.lesson.slug,
      [`${PREFIX}machines`]: this.machines.join(" "),
      [`${PREFIX}state`]: this.state,
      [`${PREFIX}created`]: String(this.createdAt),
      [`${PREFIX}expires`]: String(this.expiresAt),
      [`${PREFIX}done`]: this.steps
        .filter(({ state }) => state === "done")
        .map(({ id }) => id)
        .join(" "),
      [`${PREFIX}opened`]: [...this.opened].join(" "),
    };
  }
}

/** The lab whose further machine an instance is; `undefined` for a first machine. */
export function satelliteOf(instance: Instance): string | undefined {
  return instance.config[`${PREFIX}lab`];
}

/** Names of the machines of an instance's lab, as they were when it was made. */
export function machinesOf(instance: Instance): string[] {
  const names = (instance.config[`${PREFIX}machines`] ?? "").split(" ").filter(Boolean);
  return names.length > 0 ? names : ["main"];
}

/** Whether an instance was made by an atelier: what somebody else put into the project is left alone. */
export function isLab(instance: Instance): boolean {
  return Object.keys(instance.config).some((key) => key.startsWith(PREFIX));
}

/** When an instance's lab ends (epoch, ms); 0 when its keys do not tell. */
export function expiryOf(instance: Instance): number {
  return Number(instance.config[`${PREFIX}expires`] ?? 0) || 0;
}

/** The lab that an instance is, or `undefined` when its keys do not tell or its lesson is gone. */
export function recordOf(
  instance: Instance,
  lessons: ReadonlyMap<string, ManifestLesson>,
): LabRecord | undefined {
  const key = (name: string) => instance.config[PREFIX + name] ?? "";
  const lesson = lessons.get(key("lesson"));
  const createdAt = Number(key("created"));
  const expiresAt = expiryOf(instance);
  if (!key("owner") || !lesson || !(createdAt > 0)) return undefined;
  const lab = new LabRecord({
    id: instance.name,
    owner: key("owner"),
    lesson,
    createdAt,
    expiresAt,
    machines: machinesOf(instance),
  });
  lab.state = key("state") === "ready" ? "ready" : "starting";
  const done = new Set(key("done").split(" "));
  for (const step of lab.steps) if (done.has(step.id)) step.state = "done";
  for (const name of key("opened").split(" ")) if (name) lab.opened.add(name);
  return lab;
}
