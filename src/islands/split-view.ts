import { memory } from "../lab/memory.ts";

/** What an arrow key moves, in percent of the view. */
const STEP = 2;
const MIN = 30;
const MAX = 75;

/** Prose and lab side by side, with a divider that mouse, finger and keyboard move. */
class SplitView extends HTMLElement {
  #separator = this.querySelector<HTMLElement>("[role=separator]");

  connectedCallback(): void {
    const separator = this.#separator;
    if (!separator) return;
    const kept = Number(memory.get("split"));
    if (kept) this.#set(kept);
    separator.addEventListener("keydown", (event) => this.#key(event));
    separator.addEventListener("pointerdown", (event) => {
      separator.setPointerCapture(event.pointerId);
      separator.dataset["dragging"] = "";
    });
    separator.addEventListener("pointermove", (event) => {
      if (!separator.hasPointerCapture(event.pointerId)) return;
      this.#set((event.clientX / this.clientWidth) * 100);
    });
    separator.addEventListener("lostpointercapture", () => {
      delete separator.dataset["dragging"];
      this.#keep();
    });
    separator.addEventListener("dblclick", () => this.#set(50));
  }

  get #now(): number {
    return Number(this.#separator?.getAttribute("aria-valuenow"));
  }

  #key(event: KeyboardEvent): void {
    const target: Record<string, number> = {
      ArrowLeft: this.#now - STEP,
      ArrowRight: this.#now + STEP,
      Home: MIN,
      End: MAX,
      Enter: 50,
    };
    const value = target[event.key];
    if (value === undefined) return;
    event.preventDefault();
    this.#set(value);
    this.#keep();
  }

  #set(percent: number): void {
    const value = Math.round(Math.min(MAX, Math.max(MIN, percent)) * 10) / 10;
    this.style.setProperty("--split", `${value}%`);
    this.#separator?.setAttribute("aria-valuenow", String(value));
  }

  #keep(): void {
    memory.set("split", String(this.#now));
  }
}

customElements.define("split-view", SplitView);
