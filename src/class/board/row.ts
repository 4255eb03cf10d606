import type { Board, BoardRow, LabAction, Miniature } from "../../../server/protocol-board.ts";
import { button, make, say } from "../forms.ts";
import type { NeededRow } from "./need.ts";
import { drawScreen } from "./screen.ts";
import { duration, NEED_WORDS, placeWords, tries } from "./words.ts";

/** What a row asks of its page. */
export interface RowPage {
  act(row: BoardRow, action: LabAction): void;
  /** The instructor has answered the student's raised hand. */
  answer(row: BoardRow): void;
  /** The instructor looks at the student's terminal. */
  look(row: BoardRow): void;
  /** The instructor writes to the student. */
  write(row: BoardRow): void;
}

/** A student on the board: a line that unfolds to the screen, the whole error and what can be done. */
export class StudentRow {
  readonly element: HTMLElement;
  readonly #page: RowPage;
  readonly #name = make("button", { type: "button", className: "name" });
  readonly #need = make("span", { className: "need" });
  readonly #where = make("span", { className: "where" });
  readonly #time = make("span", { className: "time" });
  readonly #bar = make("progress");
  readonly #count = make("span", { className: "count" });
  readonly #tries = make("span", { className: "tries" });
  readonly #error = make("span", { className: "error" });
  readonly #words = make("p", { className: "words" });
  readonly #screen = make("div", { className: "screen" });
  readonly #more: HTMLElement;
  readonly #actions: HTMLButtonElement[];
  readonly #answer: HTMLButtonElement;
  readonly #watch: HTMLButtonElement;
  #row: BoardRow | undefined;
  #said = "";

  constructor(page: RowPage) {
    this.#page = page;
    this.#actions = [
      this.#lab("Prolonger", "extend"),
      this.#lab("Remettre à neuf", "reset"),
      this.#lab("Arrêter le lab", "end"),
    ];
    this.#answer = this.#action("J’ai répondu", (row) => page.answer(row));
    this.#watch = this.#action("Regarder", (row) => {
      if (row.lab && row.lab.terminals.length > 0) page.look(row);
    });
    const write = this.#action("Écrire", (row) => page.write(row));
    this.#more = make(
      "div",
      { className: "more", hidden: true },
      this.#words,
      make("p", { className: "buttons" }, this.#answer, this.#watch, write, ...this.#actions),
    );
    // A picture of letters: whoever hears the page has the error line and the steps instead.
    this.#screen.setAttribute("aria-hidden", "true");
    this.#name.setAttribute("aria-expanded", "false");
    this.#name.addEventListener("click", () => this.open(this.#more.hidden === true));
    this.element = make(
      "li",
      { className: "student" },
      make(
        "div",
        { className: "line" },
        make("span", { className: "who" }, this.#name, this.#need),
        make("span", { className: "step" }, this.#where, this.#time),
        make("span", { className: "far" }, this.#bar, this.#count, this.#tries),
        this.#error,
      ),
      this.#screen,
      this.#more,
    );
  }

  /** The button that unfolds it, by which the keyboard gets there. */
  get handle(): HTMLButtonElement {
    return this.#name;
  }

  open(open: boolean): void {
    this.#more.hidden = !open;
    this.#name.setAttribute("aria-expanded", String(open));
    this.element.classList.toggle("open", open);
  }

  /** Shows a row as it is now; what stayed the same is not touched. */
  show({ row, need, since }: NeededRow, board: Board): void {
    this.#row = row;
    const all = board.columns.length;
    const at = board.columns.find(({ lesson, step }) => lesson === row.lesson && step === row.step);
    const time = since > 0 ? duration(since) : "";
    const said = JSON.stringify([row, need, time, all]);
    if (said === this.#said) return;
    this.#said = said;
    this.element.dataset["need"] = need;
    this.element.dataset["member"] = row.id;
    say(this.#name, row.name);
    say(this.#need, NEED_WORDS[need]);
    say(this.#where, at ? at.title : elsewhere(row));
    say(this.#time, time);
    this.#bar.max = Math.max(1, all);
    this.#bar.value = row.done;
    this.#bar.setAttribute("aria-label", `Étapes faites par ${row.name}`);
    say(this.#count, `${row.done}/${all}`);
    say(this.#tries, row.tries > 0 ? `${tries(row.tries)} en vain` : "");
    say(this.#error, row.error?.line ?? "");
    this.#error.title = row.error?.line ?? "";
    say(this.#words, this.#sentence(row, at?.lessonTitle));
    this.#answer.hidden = row.hand === null;
    const terminals = row.lab?.terminals.length ?? 0;
    this.#watch.setAttribute("aria-disabled", String(terminals === 0));
    for (const pressed of this.#actions)
      pressed.setAttribute("aria-disabled", String(row.lab === null));
  }

  /** Draws its terminal; undefined hides the screen. */
  screen(screen: Miniature | null | undefined, shown: boolean): void {
    this.#screen.hidden = !shown;
    if (shown) drawScreen(this.#screen, screen);
  }

  #sentence(row: BoardRow, lesson: string | undefined): string {
    const parts = [
      row.hand?.words ? `«\u00a0${row.hand.words}\u00a0»` : "",
      lesson ? `Leçon «\u00a0${lesson}\u00a0».` : "",
      row.error ? `Dernière erreur\u00a0: ${row.error.line}` : "",
    ];
    return parts.filter(Boolean).join(" ");
  }

  #lab(text: string, action: LabAction): HTMLButtonElement {
    return this.#action(text, (row) => {
      if (row.lab) this.#page.act(row, action);
    });
  }

  #action(text: string, act: (row: BoardRow) => void): HTMLButtonElement {
    const pressed = button(text, text, () => {
      if (this.#row) act(this.#row);
    });
    // Its row says whose it is; the name would have to follow whenever it changes.
    pressed.removeAttribute("aria-label");
    return pressed;
  }
}

function elsewhere(row: BoardRow): string {
  return row.lab && row.step !== null ? "dans une autre leçon" : placeWords(row);
}
