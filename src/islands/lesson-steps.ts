import type { StepResult } from "../../server/protocol.ts";
import { problemOf } from "../lab/api.ts";
import { labStore, type LabStore } from "../lab/store.ts";
import type { LabPanel } from "./lab-panel.ts";

/** How long the panel's foot stays green after a step, in milliseconds. */
const FLASH = 2500;

/** Progress of the lesson, and the state of each step in the prose and under the terminal. */
class LessonSteps extends HTMLElement {
  #store: LabStore = labStore!;
  #steps = [...document.querySelectorAll<HTMLElement>("[data-step]")];
  #foot = document.querySelector<HTMLElement>(".lab-foot")!;
  #ended = new AbortController();

  connectedCallback(): void {
    for (const step of this.#steps) {
      step.addEventListener("click", (event) => {
        const button = (event.target as Element).closest("button");
        if (button?.matches("[data-check]")) void this.#ask(step, button, "check");
        if (button?.matches("[data-solve]")) void this.#ask(step, button, "solve");
        if (button?.matches("[data-restore]")) void this.#goBack(step);
      });
    }
    const { signal } = this.#ended;
    this.#store.addEventListener("change", () => this.#render(), { signal });
    const flash = (event: Event) => {
      const { state } = (event as CustomEvent<StepResult>).detail;
      if (state === "done") this.#flash();
    };
    this.#store.addEventListener("step", flash, { signal });
    this.#render();
  }

  disconnectedCallback(): void {
    this.#ended.abort();
  }

  async #ask(step: HTMLElement, button: HTMLButtonElement, action: "check" | "solve") {
    if (button.getAttribute("aria-disabled") === "true") return;
    const status = step.querySelector("[role=status]")!;
    // Not `disabled`, which would take the focus away from whoever pressed the button.
    button.setAttribute("aria-disabled", "true");
    status.textContent = action === "check" ? "Vérification…" : "Le terminal joue la solution…";
    if (action === "solve") document.querySelector<LabPanel>("lab-panel")?.showFirst();
    try {
      await this.#store.step(step.dataset["step"]!, action);
    } catch (error) {
      const { title, detail } = problemOf(error);
      status.textContent = `${title} ${detail ?? ""}`;
    }
    button.removeAttribute("aria-disabled");
  }

  async #goBack(step: HTMLElement): Promise<void> {
    const dialog = document.querySelector<HTMLDialogElement>(".lab-dialog")!;
    const { confirmIn, RESTORE } = await import("../lab/confirm.ts");
    if (await confirmIn(dialog, RESTORE)) await this.#store.restore(step.dataset["step"]!);
  }

  /** Whether the steps of this page can be checked now. */
  get #ready(): boolean {
    return this.#store.ready && this.#store.own;
  }

  #render(): void {
    const { lab } = this.#store;
    const ready = this.#ready;
    const results = new Map((ready ? lab?.steps : [])?.map((step) => [step.id, step]));
    const isDone = (step: HTMLElement) => results.get(step.dataset["step"]!)?.state === "done";
    const current = ready ? this.#steps.find((step) => !isDone(step)) : undefined;
    for (const step of this.#steps) this.#show(step, results.get(step.dataset["step"]!), current);
    const done = this.#steps.filter(isDone).length;
    const total = this.#steps.length;
    this.textContent = ready
      ? `${done} / ${total} étapes réussies`
      : `${total}\u00a0étape${total > 1 ? "s" : ""} à faire dans le lab`;
    if (this.#store.ready && !this.#store.own) this.#tellOther();
    else this.#tick(current, done, total);
  }

  /** The lab of another lesson has followed the reader: which, and how to have this one's. */
  #tellOther(): void {
    const ticker = this.#foot.querySelector("[data-ticker]")!;
    if (ticker.querySelector("button")) return;
    const slug = this.#store.lab!.lesson;
    const link = document.createElement("a");
    link.href = `/${slug}/#lab`;
    link.textContent =
      document.querySelector(`.menu [data-lesson="${slug}"] .title`)?.textContent ?? slug;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.dataset["action"] = "replace";
    button.textContent = "Démarrer le lab de cette leçon";
    ticker.replaceChildren("Lab de la leçon «\u00a0", link, "\u00a0» ", button);
  }

  #show(step: HTMLElement, result: StepResult | undefined, current: HTMLElement | undefined): void {
    const ready = this.#ready;
    const done = result?.state === "done";
    if (result) step.dataset["state"] = result.state;
    else delete step.dataset["state"];
    step.toggleAttribute("data-current", step === current);
    if (step === current) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
    const state = step.querySelector<HTMLElement>(".state")!;
    state.hidden = !result;
    state.textContent = done ? "réussie" : step === current ? "en cours" : "à faire";
    step.querySelector<HTMLElement>(".step-foot")!.hidden = !ready;
    step.querySelector<HTMLElement>(".play")!.hidden = !ready;
    // To the first one « Remettre à neuf » leads.
    const way = step !== this.#steps[0] && (done || step === current);
    step.querySelector<HTMLElement>("[data-restore]")!.hidden = !ready || !way;
    const status = step.querySelector("[role=status]")!;
    const message = result?.message || (done ? "Réussi." : "");
    // A live region speaks whenever it is written to, even with the same words.
    if (status.textContent !== message) status.textContent = message;
  }

  #tick(current: HTMLElement | undefined, done: number, total: number): void {
    const ticker = this.#foot.querySelector("[data-ticker]")!;
    const link = document.createElement("a");
    const target = current ?? document.querySelector<HTMLElement>(".lesson-nav .next");
    if (current) {
      link.href = `#${current.id}`;
      link.textContent = current.querySelector(".title")!.textContent;
      ticker.replaceChildren(`${done + 1} / ${total} · `, link);
    } else if (total > 0 && target instanceof HTMLAnchorElement) {
      link.href = target.href;
      link.textContent = "Leçon suivante";
      ticker.replaceChildren("Toutes les étapes sont réussies. ", link);
    } else ticker.textContent = total > 0 ? "Toutes les étapes sont réussies." : "";
  }

  #flash(): void {
    this.#foot.dataset["flash"] = "";
    setTimeout(() => delete this.#foot.dataset["flash"], FLASH);
  }
}

customElements.define("lesson-steps", LessonSteps);
