import type { LiveDemonstration } from "../../../server/protocol-live.ts";
import { make, say } from "../forms.ts";
import type { WatchedTerminal } from "../watch/terminal.ts";

/** The instructor's terminal, in the student's page: announced, and opened by whoever wants to see it. */
export class DemonstrationPane {
  readonly element = make("div", { className: "class-notice demonstration", hidden: true });
  readonly #path: string;
  readonly #words = make("p");
  readonly #open = make("button", { type: "button", className: "button small primary" });
  readonly #place = make("div", { className: "watched-place", hidden: true });
  #terminal: WatchedTerminal | undefined;
  #id = "";
  #by = "";

  /** @param member the student's id in the class */
  constructor(member: string) {
    this.#path = `/api/classes/me/${encodeURIComponent(member)}/demonstration`;
    this.#words.setAttribute("role", "status");
    this.#open.setAttribute("aria-expanded", "false");
    this.#open.addEventListener("click", () => {
      if (this.#terminal) this.#close();
      else void this.#watch();
    });
    say(this.#open, "Regarder");
    this.element.append(this.#words, make("p", { className: "buttons" }, this.#open), this.#place);
  }

  /** Shows that there is one, or none. Who looks at it stays there when it is another one. */
  show(demonstration: LiveDemonstration | null): void {
    const id = demonstration?.id ?? "";
    if (id === this.#id) return;
    const looking = this.#terminal !== undefined;
    this.#id = id;
    this.#by = demonstration?.by ?? "";
    this.#close();
    this.element.hidden = !demonstration;
    say(this.#words, demonstration ? `${this.#by} montre son terminal à la classe.` : "");
    if (demonstration && looking) void this.#watch();
  }

  async #watch(): Promise<void> {
    const id = this.#id;
    const { WatchedTerminal } = await import("../watch/terminal.ts");
    if (id !== this.#id || this.#terminal) return;
    this.#place.hidden = false;
    say(this.#open, "Ne plus regarder");
    this.#open.setAttribute("aria-expanded", "true");
    this.#terminal = new WatchedTerminal(this.#place, this.#path, `Terminal de ${this.#by}`, {
      online: () => undefined,
      keyboard: () => undefined,
      over: () => this.#close(),
    });
  }

  #close(): void {
    this.#terminal?.dispose();
    this.#terminal = undefined;
    this.#place.replaceChildren();
    this.#place.hidden = true;
    say(this.#open, "Regarder");
    this.#open.setAttribute("aria-expanded", "false");
  }
}
