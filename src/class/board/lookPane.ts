import type { KeyboardState } from "../../../server/protocol.ts";
import { make, say } from "../forms.ts";
import type { WatchedTerminal } from "../watch/terminal.ts";

/** Whose terminal is looked at. */
export interface Watched {
  /** The member's id, and name. */
  id: string;
  name: string;
  /** Names of the terminals that were opened in the lab. */
  terminals: string[];
  /** The one that was written to last, where that is known. */
  last: string | undefined;
}

/** A student's terminal, live, beside the board: to read, and to type into once the student lets one. */
export class LookPane {
  readonly element: HTMLDialogElement;
  readonly #path: string;
  readonly #title = make("h2", { id: "regard" });
  readonly #status = make("p");
  readonly #choice = make("select");
  readonly #which: HTMLElement;
  readonly #ask = make("button", { type: "button", className: "button small" });
  readonly #place = make("div", { className: "watched-place" });
  #terminal: WatchedTerminal | undefined;
  #watched: Watched | undefined;
  #keyboard: KeyboardState = "none";
  #from: Element | null = null;

  /** @param path of the class below `/api` */
  constructor(path: string) {
    this.#path = path;
    this.#status.setAttribute("role", "status");
    this.#which = make("label", {}, "Terminal ", this.#choice);
    const close = make("button", { type: "button", className: "button small" }, "Fermer");
    close.addEventListener("click", () => this.close());
    this.#ask.addEventListener("click", () => {
      this.#terminal?.askKeyboard(this.#keyboard === "none" || this.#keyboard === "refused");
    });
    this.#choice.addEventListener("change", () => void this.#watch());
    this.element = make(
      "dialog",
      { className: "look-pane" },
      make(
        "div",
        { className: "look-head" },
        this.#title,
        this.#which,
        this.#status,
        this.#ask,
        close,
      ),
      this.#place,
    );
    this.element.setAttribute("aria-labelledby", "regard");
  }

  /** Opens a student's terminal; the student sees it, and who looks. */
  open(watched: Watched): void {
    this.#from = document.activeElement;
    this.#watched = watched;
    say(this.#title, `Terminal de ${watched.name}`);
    this.#choice.replaceChildren(
      ...watched.terminals.map((name) => make("option", { value: name }, name)),
    );
    this.#choice.value = watched.last ?? watched.terminals[0] ?? "";
    if (this.#choice.selectedIndex < 0) this.#choice.selectedIndex = 0;
    this.#which.hidden = watched.terminals.length < 2;
    this.element.show();
    this.#ask.focus();
    void this.#watch();
  }

  close(): void {
    this.#terminal?.dispose();
    this.#terminal = undefined;
    this.#place.replaceChildren();
    if (!this.element.open) return;
    this.element.close();
    if (this.#from instanceof HTMLElement) this.#from.focus();
  }

  async #watch(): Promise<void> {
    const watched = this.#watched;
    if (!watched) return;
    this.#terminal?.dispose();
    this.#terminal = undefined;
    this.#stand("none");
    say(this.#status, "Connexion…");
    const { WatchedTerminal } = await import("../watch/terminal.ts");
    if (watched !== this.#watched || !this.element.open) return;
    const name = this.#choice.value;
    const member = encodeURIComponent(watched.id);
    const path = `/api${this.#path}/members/${member}/terminals/${encodeURIComponent(name)}`;
    this.#terminal = new WatchedTerminal(this.#place, path, `Terminal de ${watched.name}`, {
      online: (connected) =>
        say(this.#status, connected ? `${watched.name} voit que vous regardez.` : "Reconnexion…"),
      keyboard: (state) => this.#stand(state),
      over: () => {
        this.#ask.hidden = true;
        say(this.#status, "Ce terminal est fermé.");
      },
    });
  }

  #stand(state: KeyboardState): void {
    const name = this.#watched?.name ?? "";
    const before = this.#keyboard;
    this.#keyboard = state;
    this.#ask.hidden = false;
    say(
      this.#ask,
      {
        none: "Demander le clavier",
        refused: "Demander encore le clavier",
        asked: "Ne plus demander",
        held: "Rendre le clavier",
      }[state],
    );
    if (state === "asked") say(this.#status, `${name} doit accepter.`);
    if (state === "refused") say(this.#status, `${name} a refusé.`);
    if (state === "held") {
      say(this.#status, "Vous pouvez taper. F6 quitte le terminal.");
      this.#terminal?.focus();
    }
    if (state === "none" && before === "held") say(this.#status, "Le clavier est rendu.");
  }
}
