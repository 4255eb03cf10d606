import type { Lab, LabEvents, Problem, StepResult } from "../../server/protocol.ts";
import { call, problemOf, ProblemError } from "./api.ts";
import { memory } from "./memory.ts";

/** A lab's states, and those of a page that has none: not asked for, of another lesson, failed. */
export type Phase = Lab["state"] | "idle" | "elsewhere" | "problem";

/** Wait before the state is asked for again when the events broke off, in milliseconds. */
const RELISTEN = 3000;

/** Under which name the browser remembers the lab that follows the reader from lesson to lesson. */
const FOLLOWS = "follows";

/**
 * The lab of the lesson on the page: asks the server, follows its events, remembers the lab over reloads.
 * Fires `change` at every change, `step` (a CustomEvent of StepResult) when a check has run, and `worked` when
 * commands ended.
 */
export class LabStore extends EventTarget {
  lesson: string;
  phase: Phase = "idle";
  lab: Lab | null = null;
  /** Set in phase `problem`; `retry` does again what failed. */
  problem: Problem | null = null;
  retry: () => void = () => {};
  /** The remembered lab was gone when the page came back. */
  lost = false;
  /** The lab that the reader has just stopped. */
  stopped: string | null = null;
  /** Why the lab is about to end; null while nothing was said of it. */
  warning: "ttl" | "idle" | null = null;
  /** The machine goes back to a step, not to the lesson's beginning. */
  goingBack = false;
  #events: EventSource | null = null;

  constructor(lesson: string) {
    super();
    this.lesson = lesson;
  }

  /** Whether commands can be typed now. */
  get ready(): boolean {
    return this.phase === "ready";
  }

  /** Whether the lab is one of this very lesson, whose steps it can check; another's may have followed the reader. */
  get own(): boolean {
    return this.lab?.lesson === this.lesson;
  }

  /** Whether an earlier page left a lab of this lesson. */
  get remembered(): string | null {
    return memory.get(`lab:${this.lesson}`);
  }

  /** Finds the lab of an earlier page again, if it still lives. */
  async resume(): Promise<void> {
    const id = this.remembered;
    if (!id) return;
    this.#enter("starting");
    await this.#try(
      async () => {
        const lab = await call<Lab>("GET", `/labs/${id}`);
        if (lab.lesson === this.lesson && lab.state !== "ended") this.#adopt(lab);
        else this.#forget();
      },
      () => this.resume(),
    );
  }

  /** Finds a lab of another lesson, if one lives: it is offered, or is here already where it follows the reader. */
  async find(): Promise<void> {
    for (const name of memory.names("lab:")) {
      const lab = await call<Lab>("GET", `/labs/${memory.get(name)}`).catch(() => null);
      // Meanwhile the reader may have asked for this lesson's own.
      if (this.phase !== "idle") return;
      if (!lab || lab.state === "ended") continue;
      this.lab = lab;
      if (memory.get(FOLLOWS) === lab.id) this.keep();
      else this.#enter("elsewhere");
      return;
    }
  }

  /** Works on here, and on the next pages, in the lab of another lesson. */
  keep(): void {
    if (!this.lab) return;
    memory.set(FOLLOWS, this.lab.id);
    this.#adopt(this.lab);
  }

  /** The page shows another lesson from now on: the lab works on, there as here. */
  turnTo(lesson: string): void {
    this.lesson = lesson;
    // Who has a lab has no other one: what was remembered of this lesson is gone.
    memory.set(`lab:${lesson}`, null);
    this.keep();
  }

  /** Asks for a lab; the server may answer with the one this person has elsewhere. */
  async start(): Promise<void> {
    this.lost = false;
    this.stopped = null;
    this.#enter("starting");
    await this.#try(
      async () => {
        const lab = await call<Lab>("POST", "/labs", { lesson: this.lesson });
        if (lab.lesson === this.lesson) return this.#adopt(lab);
        this.lab = lab;
        this.#enter("elsewhere");
      },
      () => this.start(),
    );
  }

  /** Opens the page of the lesson whose lab this person has, and has it find that lab. */
  goThere(): void {
    if (!this.lab) return;
    memory.set(`lab:${this.lab.lesson}`, this.lab.id);
    location.href = `/${this.lab.lesson}/#lab`;
  }

  /** Ends the lab of another lesson, then starts this one. */
  async moveHere(): Promise<void> {
    const other = this.lab;
    this.#close();
    this.#enter("starting");
    await this.#try(
      async () => {
        if (other) {
          await call("DELETE", `/labs/${other.id}`);
          memory.set(`lab:${other.lesson}`, null);
        }
        await this.start();
      },
      () => this.start(),
    );
  }

  /** Gives the machine back as it was at the start. */
  async reset(): Promise<void> {
    await this.#back("/reset");
  }

  /** Gives the machine back as it was when a step began. */
  async restore(step: string): Promise<void> {
    await this.#back(`/steps/${encodeURIComponent(step)}/restore`);
  }

  async #back(way: string): Promise<void> {
    const { lab } = this;
    if (!lab) return;
    this.goingBack = way !== "/reset";
    this.#enter("resetting");
    await this.#try(
      async () => this.#adopt(await call<Lab>("POST", `/labs/${lab.id}${way}`)),
      () => this.resume(),
    );
  }

  /** Ends the lab for good. */
  async stop(): Promise<void> {
    const { lab } = this;
    if (!lab) return;
    this.#close();
    await this.#try(
      async () => {
        await call("DELETE", `/labs/${lab.id}`);
        this.stopped = lab.id;
        this.#forget(false);
      },
      () => this.resume(),
    );
  }

  /** Moves the end of the lab away. @throws ProblemError when the server refuses */
  async extend(): Promise<void> {
    if (!this.lab) return;
    this.#adopt(await call<Lab>("POST", `/labs/${this.lab.id}/extend`));
  }

  /** Runs a step's check, or plays its solution. @throws ProblemError when the server refuses */
  async step(id: string, action: "check" | "solve"): Promise<void> {
    if (!this.lab) return;
    const path = `/labs/${this.lab.id}/steps/${encodeURIComponent(id)}/${action}`;
    this.#mark(await call<StepResult>("POST", path));
  }

  /** Asks the server how the lab is; for those who lost a connection to it. */
  async refresh(): Promise<void> {
    if (!this.lab) return;
    const { id } = this.lab;
    try {
      this.#adopt(await call<Lab>("GET", `/labs/${id}`));
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 404) this.#forget();
    }
  }

  #adopt(lab: Lab): void {
    this.lab = lab;
    this.problem = null;
    if (lab.state !== "ready") this.warning = null;
    if (lab.state === "ended") {
      this.#close();
      memory.set(`lab:${lab.lesson}`, null);
    } else {
      memory.set(`lab:${lab.lesson}`, lab.id);
      this.#listen(lab.id);
    }
    this.#enter(lab.state);
  }

  #listen(id: string): void {
    if (this.#events?.url.includes(`/${id}/`)) return;
    this.#close();
    const events = new EventSource(`/api/labs/${id}/events`);
    this.#events = events;
    const on = <K extends keyof LabEvents>(name: K, act: (data: LabEvents[K]) => void) =>
      events.addEventListener(name, (event) => act(JSON.parse(event.data) as LabEvents[K]));
    on("state", (lab) => this.#adopt(lab));
    on("step", (step) => this.#mark(step));
    on("worked", () => this.dispatchEvent(new Event("worked")));
    on("expiry", ({ expiresAt, reason, soon }) => {
      if (this.lab) this.lab = { ...this.lab, expiresAt };
      this.warning = soon ? (reason ?? "ttl") : null;
      this.dispatchEvent(new Event("change"));
    });
    // A refused stream (404, server restarting) is not retried by the browser itself.
    events.addEventListener("error", () => {
      if (events.readyState !== EventSource.CLOSED || events !== this.#events) return;
      this.#events = null;
      setTimeout(() => void this.refresh(), RELISTEN);
    });
  }

  #close(): void {
    this.#events?.close();
    this.#events = null;
  }

  #forget(lost = true): void {
    this.#close();
    memory.set(`lab:${this.lab?.lesson ?? this.lesson}`, null);
    this.lab = null;
    this.lost = lost;
    this.#enter("idle");
  }

  #mark(step: StepResult): void {
    if (!this.lab) return;
    const steps = this.lab.steps.map((old) => (old.id === step.id ? step : old));
    this.lab = { ...this.lab, steps };
    this.dispatchEvent(new CustomEvent("step", { detail: step }));
    this.dispatchEvent(new Event("change"));
  }

  #enter(phase: Phase): void {
    this.phase = phase;
    this.dispatchEvent(new Event("change"));
  }

  async #try(act: () => Promise<void>, retry: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (
        error instanceof ProblemError &&
        error.problem.status === 404 &&
        (this.lab ?? this.remembered)
      ) {
        return this.#forget();
      }
      this.problem = problemOf(error);
      this.retry = () => void retry();
      this.#enter("problem");
    }
  }
}

const panel = document.querySelector<HTMLElement>("lab-panel");

/** The page's lab; null on a page without any. */
export const labStore = panel ? new LabStore(panel.dataset["lesson"] ?? "") : null;
