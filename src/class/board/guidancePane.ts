import type { Board, BoardColumn } from "../../../server/protocol-board.ts";
import { make } from "../forms.ts";

/** What a class's instructors open and lock, as the page asks for it. */
export interface GuidancePage {
  opening(column: BoardColumn, what: "hint" | "solution", open: boolean): void;
  lock(lesson: string, locked: boolean): void;
}

/** Lessons to lock, hints and solutions to open, for the whole class: made anew only when something of it changed. */
export class GuidancePane {
  readonly element: HTMLElement;
  readonly #page: GuidancePage;
  #said = "";

  constructor(element: HTMLElement, page: GuidancePage) {
    this.element = element;
    this.#page = page;
  }

  show({ class: klass, columns }: Board): void {
    const { openings, locked, solutions } = klass;
    const said = JSON.stringify([openings, locked, solutions, columns]);
    if (said === this.#said) return;
    this.#said = said;
    const focused = (document.activeElement as HTMLElement | null)?.dataset["key"];
    const unfolded = new Set(
      [...this.element.querySelectorAll<HTMLDetailsElement>("details[open]")].map(
        (each) => each.dataset["lesson"],
      ),
    );
    const lessons = Map.groupBy(columns, ({ lesson }) => lesson);
    this.element.replaceChildren(
      ...[...lessons].map(([lesson, steps]) => {
        const fold = make("details", { open: unfolded.has(lesson) });
        fold.dataset["lesson"] = lesson;
        const isLocked = locked.includes(lesson);
        const title = steps[0]?.lessonTitle ?? lesson;
        fold.append(
          make("summary", {}, title, isLocked ? " (verrouillée)" : ""),
          make(
            "p",
            { className: "buttons" },
            this.#toggle("Verrouiller la leçon", title, `lock ${lesson}`, isLocked, (on) =>
              this.#page.lock(lesson, on),
            ),
          ),
          make("ul", {}, ...steps.map((column) => this.#step(column, openings))),
        );
        return fold;
      }),
    );
    if (focused)
      this.element.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #step(column: BoardColumn, openings: Board["class"]["openings"]): HTMLElement {
    const { lesson, step, title } = column;
    const toggle = (text: string, what: "hint" | "solution") => {
      const on = openings.some((o) => o.lesson === lesson && o.step === step && o.what === what);
      return this.#toggle(text, title, `${what} ${lesson} ${step}`, on, (open) =>
        this.#page.opening(column, what, open),
      );
    };
    return make(
      "li",
      {},
      make("span", {}, title),
      toggle("Indices ouverts", "hint"),
      toggle("Solution ouverte", "solution"),
    );
  }

  #toggle(
    text: string,
    about: string,
    key: string,
    on: boolean,
    act: (on: boolean) => void,
  ): HTMLElement {
    const pressed = make("button", { type: "button", className: "button small" }, text);
    pressed.setAttribute("aria-pressed", String(on));
    pressed.setAttribute("aria-label", `${text}\u00a0: ${about}`);
    pressed.dataset["key"] = key;
    pressed.addEventListener("click", () => act(!on));
    return pressed;
  }
}
