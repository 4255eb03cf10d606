/** Keys of the row, in order: what is written on them, what they are called, what they type. */
const KEYS: readonly { face: string; name: string; text?: string; arrow?: string }[] = [
  { face: "Échap", name: "Échap", text: "\u001b" },
  { face: "Tab", name: "Tab", text: "\t" },
  { face: "Ctrl", name: "Ctrl" },
  { face: "←", name: "Flèche gauche", arrow: "D" },
  { face: "↑", name: "Flèche haut", arrow: "A" },
  { face: "↓", name: "Flèche bas", arrow: "B" },
  { face: "→", name: "Flèche droite", arrow: "C" },
  { face: "|", name: "Barre verticale", text: "|" },
  { face: "/", name: "Barre oblique", text: "/" },
  { face: "~", name: "Tilde", text: "~" },
];

/** What Ctrl makes of a typed character (`c` → U+0003); anything else comes back as it is. */
export function withCtrl(text: string): string {
  if (text === " " || text === "?") return text === " " ? "\u0000" : "\u007f";
  if (!/^[@-_a-z]$/.test(text)) return text;
  return String.fromCharCode(text.toUpperCase().charCodeAt(0) & 0x1f);
}

/**
 * The sequence of an arrow key (xterm's control sequences, "PC-Style Function Keys").
 * @param final `A` up, `B` down, `C` right, `D` left
 * @param application whether the program asked for application cursor keys (DECCKM)
 */
export function arrowKey(final: string, application: boolean, ctrl: boolean): string {
  if (ctrl) return `\u001b[1;5${final}`;
  return `\u001b${application ? "O" : "["}${final}`;
}

/** The terminal in front, as the row of keys sees it. */
export interface KeyTarget {
  /** Types it as if it came from the keyboard. */
  input(text: string): void;
  /** Whether the program asked for application cursor keys. */
  readonly applicationCursor: boolean;
}

/** A row of keys that a phone's keyboard lacks. Ctrl stays down for the next key alone. */
export class TouchKeys {
  readonly element = document.createElement("div");
  readonly #ctrl: HTMLButtonElement;

  constructor(target: () => KeyTarget) {
    this.element.className = "touch-keys";
    this.element.role = "group";
    this.element.ariaLabel = "Touches du terminal";
    // A press that took the focus would close the phone's keyboard.
    this.element.addEventListener("pointerdown", (event) => event.preventDefault());
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
    const buttons = KEYS.map(({ face, name, text, arrow }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = face;
      button.ariaLabel = name;
      button.addEventListener("click", () => {
        if (arrow) target().input(arrowKey(arrow, target().applicationCursor, this.#take()));
        else if (text) target().input(text);
        else this.#set(!this.#held);
      });
      return button;
    });
    this.#ctrl = buttons.find(({ textContent }) => textContent === "Ctrl")!;
    this.#set(false);
    this.element.append(...buttons);
  }

  /** What is sent for a typed text: under Ctrl a character changes, and Ctrl comes up again. */
  typed(text: string): string {
    // Longer texts are pastes and the terminal's own answers.
    return text.length === 1 && this.#take() ? withCtrl(text) : text;
  }

  get #held(): boolean {
    return this.#ctrl.ariaPressed === "true";
  }

  #take(): boolean {
    const held = this.#held;
    this.#set(false);
    return held;
  }

  #set(held: boolean): void {
    this.#ctrl.ariaPressed = String(held);
  }
}
