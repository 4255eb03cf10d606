import type { Health } from "../../server/protocol.ts";
import { call, problemOf } from "../lab/api.ts";
import { isTried } from "../lab/try-now.ts";
import { labStore, type LabStore, type Phase } from "../lab/store.ts";
import type { LabTerminals } from "./lab-terminals.ts";
import { type NoticeText, problemNotice, remaining, STATE_TEXT, warningOf } from "../lab/words.ts";

/** Under so many milliseconds of life the time stands out. */
const SHORT = 5 * 60_000;

/** The lab's bar and notices; fetches the terminal when there is a lab to open it on. */
export class LabPanel extends HTMLElement {
  #store: LabStore = labStore!;
  #shown: Phase | null = null;
  #clock = 0;
  /** The reader asked for the lab: the terminal takes the focus when it opens. */
  #asked = false;

  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-action]");
      if (button) void this.#act(button.dataset["action"]!);
    });
    this.#store.addEventListener("change", () => this.#render());
    this.#clock = window.setInterval(() => this.#tick(), 1000);
    this.#render();
    if (this.#store.remembered) {
      void this.#store.resume();
      return;
    }
    if (isTried(this.#store.lesson)) {
      void this.#act("start");
      return;
    }
    void this.#store.find();
    const idle = window.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 500));
    idle(() => void this.#askHealth());
  }

  disconnectedCallback(): void {
    clearInterval(this.#clock);
  }

  /** Shows the terminal in front, or the one of a machine, and types commands into it. */
  run(commands: string, machine?: string): void {
    this.#dock(true);
    if (machine) this.#terminals?.select(machine, false);
    this.#terminals?.run(commands);
  }

  /** Brings the terminal in which solutions are played to the front. */
  showFirst(): void {
    this.#terminals?.selectFirst();
  }

  get #terminals(): LabTerminals | null {
    return this.querySelector<LabTerminals>("lab-terminals");
  }

  async #act(action: string): Promise<void> {
    const store = this.#store;
    this.#asked = true;
    if (action === "dock") this.#dock(!("docked" in this.dataset));
    else if (action === "start") {
      this.#dock(true);
      // Fetched while the machine starts.
      void import("./lab-terminals.ts");
      await store.start();
    } else if (action === "ports") await import("./lab-ports.ts");
    else if (action === "retry") store.retry();
    else if (action === "keep") store.keep();
    else if (action === "move") await store.moveHere();
    else if (action === "go") store.goThere();
    else if (action === "reset" || action === "stop" || action === "replace") {
      const { confirmIn, REPLACE, RESET, STOP } = await import("../lab/confirm.ts");
      const dialog = this.querySelector<HTMLDialogElement>(".lab-dialog")!;
      const question = { reset: RESET, stop: STOP, replace: REPLACE }[action];
      if (!(await confirmIn(dialog, question))) return;
      if (action === "reset") await store.reset();
      else await (action === "stop" ? store.stop() : store.moveHere());
    } else if (action === "extend") {
      try {
        await store.extend();
      } catch (error) {
        const { title, detail } = problemOf(error);
        this.#text("[data-state-text]", `${title} ${detail ?? ""}`);
      }
    }
  }

  /** Opens or closes the dock of narrow screens. */
  #dock(open: boolean): void {
    if (open) this.dataset["docked"] = "";
    else delete this.dataset["docked"];
    const toggle = this.querySelector<HTMLElement>("[data-action=dock]")!;
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Réduire" : "Ouvrir le lab";
    toggle.hidden = false;
  }

  #render(): void {
    const { phase, lab } = this.#store;
    const before = this.#shown;
    this.#tick();
    this.#warn();
    // A queue moves while the phase stays.
    if (phase === before && phase === "starting") void this.#notice();
    for (const action of ["extend", "ports", "reset", "stop"]) {
      const button = this.querySelector<HTMLElement>(`[data-action=${action}]`)!;
      // Made anew it would be what its own lesson begins with.
      button.hidden = phase !== "ready" || (action === "reset" && !this.#store.own);
    }
    if (phase === before && phase !== "problem") return;
    this.#shown = phase;
    this.dataset["phase"] = phase;
    this.#text("[data-state-text]", STATE_TEXT[phase]);
    this.#dock("docked" in this.dataset);
    this.querySelector<HTMLElement>(".lab-foot")!.hidden = phase !== "ready";
    this.querySelector<HTMLElement>(".lab-screen")!.hidden = phase !== "ready";
    void this.#notice();
    if (phase === "ready" && lab) void this.#openTerminals(lab.id, lab.terminals[0] ?? "main");
    else this.#terminals?.remove();
  }

  /** At rest the notice stands as the page was built; what else there is to say is fetched when it is. */
  async #notice(): Promise<void> {
    const { phase, lost, stopped } = this.#store;
    if (phase === "ready") this.#showNotice(null);
    else if (phase === "problem") this.#showNotice(problemNotice(this.#store));
    else if (phase === "idle" && !lost && !stopped)
      this.querySelector<HTMLElement>("[data-action=start]")!.hidden = false;
    else {
      const { noticeOf } = await import("../lab/notices.ts");
      this.#showNotice(noticeOf(this.#store));
    }
  }

  #showNotice(text: NoticeText | null): void {
    const box = this.querySelector<HTMLElement>(".lab-notice")!;
    box.hidden = text === null;
    if (!text) return;
    this.#text("[data-notice-title]", text.title);
    this.#text("[data-notice-detail]", text.detail);
    const buttons = text.buttons.map(({ action, label }, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = index === 0 ? "button primary" : "button";
      button.dataset["action"] = action;
      button.textContent = label;
      return button;
    });
    box.querySelector("[data-notice-buttons]")!.replaceChildren(...buttons);
    const kept = box.querySelector<HTMLElement>("[data-notice-history]")!;
    kept.hidden = text.history === undefined;
    kept.querySelector("a")!.href = `/api/labs/${text.history}/history`;
  }

  /** A live region speaks whenever it is written to, even with the same words. */
  #warn(): void {
    const text = warningOf(this.#store.phase === "ready" ? this.#store.warning : null);
    const box = this.querySelector("[data-warning]")!;
    if (box.textContent !== text) box.textContent = text;
  }

  async #openTerminals(lab: string, first: string): Promise<void> {
    await import("./lab-terminals.ts");
    if (!this.#store.ready || this.#terminals) return;
    const terminals = document.createElement("lab-terminals") as LabTerminals;
    terminals.dataset["lab"] = lab;
    terminals.dataset["first"] = first;
    this.querySelector(".lab-screen")!.append(terminals);
    if (this.#asked) terminals.focus();
  }

  async #askHealth(): Promise<void> {
    let reason: string | undefined;
    try {
      ({ reason } = await call<Health>("GET", "/health"));
    } catch (error) {
      const { title, detail } = problemOf(error);
      reason = `${title} ${detail ?? ""}`;
    }
    const box = this.querySelector<HTMLElement>("[data-notice-reason]")!;
    box.textContent = reason ?? "";
    box.hidden = !reason || this.#store.phase !== "idle";
  }

  #tick(): void {
    const { lab, phase } = this.#store;
    if (!lab || phase !== "ready") return;
    this.#text("[data-time]", remaining(lab.expiresAt, Date.now()));
    const short = Date.parse(lab.expiresAt) - Date.now() < SHORT;
    this.querySelector(".lab-time")!.toggleAttribute("data-short", short);
  }

  #text(selector: string, text: string): void {
    this.querySelector(selector)!.textContent = text;
  }
}

customElements.define("lab-panel", LabPanel);
