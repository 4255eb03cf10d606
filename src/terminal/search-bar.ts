import { SearchAddon } from "@xterm/addon-search";
import type { Terminal } from "@xterm/xterm";
import { ICONS, iconButton } from "./icons.ts";
import { searchPalette } from "./palette.ts";
import { countText, RESULTS_MAX } from "./search-words.ts";

/**
 * Looks for text in a terminal and what scrolled out of it. It begins at the end, where the newest
 * output is: Enter goes up, Shift+Enter down, Escape back to the shell.
 */
export class SearchBar {
  readonly element = document.createElement("form");
  readonly #term: Terminal;
  readonly #addon = new SearchAddon({ highlightLimit: RESULTS_MAX });
  readonly #field = document.createElement("input");
  readonly #case = iconButton("<span aria-hidden='true'>Aa</span>", "Respecter la casse");
  readonly #count = document.createElement("output");

  constructor(term: Terminal) {
    this.#term = term;
    term.loadAddon(this.#addon);
    this.#addon.onDidChangeResults(({ resultIndex, resultCount }) =>
      this.#say(resultIndex, resultCount),
    );
    const up = iconButton(ICONS.up, "Résultat précédent (Entrée)");
    const down = iconButton(ICONS.down, "Résultat suivant (Maj+Entrée)");
    const close = iconButton(ICONS.cross, "Fermer la recherche (Échap)");
    this.#dress();
    up.addEventListener("click", () => this.#find("up"));
    down.addEventListener("click", () => this.#find("down"));
    close.addEventListener("click", () => this.close());
    this.#field.addEventListener("input", () => this.#find("here"));
    this.#case.addEventListener("click", () => {
      this.#case.ariaPressed = String(this.#case.ariaPressed !== "true");
      // The addon counts again for another text only, not for other options.
      this.#addon.clearDecorations();
      this.#find("here");
    });
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.append(this.#field, this.#count, this.#case, up, down, close);
  }

  /** Shows the bar, with what is selected in the terminal as the text to look for. */
  open(): void {
    this.element.hidden = false;
    const selected = this.#term.getSelection();
    if (selected && !selected.includes("\n")) this.#field.value = selected;
    this.#field.select();
    this.#field.focus();
    if (this.#field.value) this.#find("here");
  }

  /** Hides the bar and gives the keyboard back to the shell; the result stays selected. */
  close(): void {
    this.element.hidden = true;
    this.#addon.clearDecorations();
    this.#term.focus();
  }

  #dress(): void {
    this.element.className = "search-bar";
    this.element.role = "search";
    this.element.ariaLabel = "Recherche dans le terminal";
    this.#field.type = "text";
    this.#field.placeholder = "Rechercher";
    this.#field.ariaLabel = "Texte à rechercher";
    this.#field.autocapitalize = "none";
    this.#field.spellcheck = false;
    this.#field.enterKeyHint = "search";
    this.#field.setAttribute("autocomplete", "off");
    this.#case.ariaPressed = "false";
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.#field)
      this.#find(event.shiftKey ? "down" : "up");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** `here`: the text has changed; the result that is looked at stays, if it still is one. */
  #find(where: "up" | "down" | "here"): void {
    const text = this.#field.value;
    const caseSensitive = this.#case.ariaPressed === "true";
    const options = { caseSensitive, decorations: searchPalette() };
    if (where === "down") this.#addon.findNext(text, options);
    else this.#addon.findPrevious(text, { ...options, incremental: where === "here" });
    if (text === "") this.#say(-1, 0);
  }

  #say(index: number, count: number): void {
    const said = countText(this.#field.value, index, count);
    // A live region speaks whenever it is written to, even with the same words.
    if (this.#count.value !== said) this.#count.value = said;
    this.#count.toggleAttribute("data-none", said !== "" && count === 0);
  }
}
