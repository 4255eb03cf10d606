import type { ProbeReading } from "../../server/protocol-probes.ts";
import { fillFigure } from "../figures/fill.ts";
import { call, problemOf } from "../lab/api.ts";
import { labStore } from "../lab/store.ts";

/** A figure that draws what a probe reads of the lab: again after each command, while it is on the screen. */
class LiveFigure extends HTMLElement {
  /** What is drawn may be out of date. */
  #stale = false;
  #visible = false;
  /** Counts the readings: only the latest is drawn. */
  #asked = 0;
  #button = this.querySelector("button")!;
  #status = this.querySelector("[role=status]")!;
  #ended = new AbortController();

  connectedCallback(): void {
    const store = labStore;
    if (!store) return;
    this.#button.addEventListener("click", () => void this.#read());
    const { signal } = this.#ended;
    store.addEventListener("worked", () => this.#expire(), { signal });
    let ready = false;
    const follow = () => {
      this.#button.hidden = !store.ready;
      // A lab that comes, or comes back from a reset, has something else to show.
      if (store.ready && !ready) this.#expire();
      ready = store.ready;
    };
    store.addEventListener("change", follow, { signal });
    follow();
    const watch = new IntersectionObserver((entries) => {
      this.#visible = entries.at(-1)!.isIntersecting;
      this.#readIfNeeded();
    });
    watch.observe(this);
    signal.addEventListener("abort", () => watch.disconnect());
  }

  disconnectedCallback(): void {
    this.#ended.abort();
  }

  #expire(): void {
    this.#stale = true;
    this.#readIfNeeded();
  }

  #readIfNeeded(): void {
    if (this.#stale && this.#visible && labStore?.ready) void this.#read();
  }

  async #read(): Promise<void> {
    const id = labStore?.lab?.id;
    if (!id) return;
    this.#stale = false;
    const asked = ++this.#asked;
    let words: string;
    try {
      const path = `/labs/${id}/probes/${this.dataset["probe"]}`;
      const reading = await call<ProbeReading>("GET", path);
      if (asked !== this.#asked) return;
      words = fillFigure(this, reading);
    } catch (error) {
      const { title, detail } = problemOf(error);
      words = `${title} ${detail ?? ""}`;
    }
    // A live region speaks whenever it is written to, even with the same words.
    if (asked === this.#asked && this.#status.textContent !== words)
      this.#status.textContent = words;
  }
}

customElements.define("live-figure", LiveFigure);
