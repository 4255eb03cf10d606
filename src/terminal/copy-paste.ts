import type { Terminal } from "@xterm/xterm";
import { copyText, textOfOsc52 } from "./clipboard.ts";
import { askToPaste, cleaned, linesOf } from "./paste.ts";

/** The browser pastes on a middle click by itself, somewhat before or after the click (ms). */
const OWN_PASTE = 100;
const REFUSED = "Le navigateur refuse la copie.";

/**
 * Copy and paste by mouse, by Ctrl+Shift+C and V, and by programs (OSC 52, write only). A paste of
 * several lines asks first, unless the program told that it knows a paste from typing.
 * @param say shows a passing note
 */
export class CopyPaste {
  readonly #term: Terminal;
  readonly #host: HTMLElement;
  readonly #say: (text: string) => void;
  /** Somebody typed here: what came before may be a replay, which must not copy anything again. */
  #live = false;
  #ownPaste = false;

  constructor(term: Terminal, host: HTMLElement, say: (text: string) => void) {
    this.#term = term;
    this.#host = host;
    this.#say = say;
    host.addEventListener("paste", (event) => this.#onPaste(event), true);
    host.addEventListener("contextmenu", (event) => this.#onMenu(event), true);
    host.addEventListener("mousedown", (event) => this.#onMiddle(event), true);
    // The terminal's own answers to programs begin with an escape.
    term.onData((text) => (this.#live ||= !text.startsWith("\u001b")));
    term.parser.registerOscHandler(52, (data) => {
      const text = textOfOsc52(data);
      if (text !== null && this.#live)
        void this.#copy(text, "Un programme du lab a copié du texte.");
      return true;
    });
  }

  /** Looks for Ctrl+Shift+C and V. @returns whether the key is the shell's */
  key(event: KeyboardEvent): boolean {
    if (!event.ctrlKey || !event.shiftKey || event.altKey) return true;
    const key = event.key.toLowerCase();
    if (key === "c") {
      // The browser would open its inspector.
      event.preventDefault();
      if (event.type === "keydown" && this.#term.hasSelection()) void this.#copySelection();
    }
    // The browser pastes by itself, and without asking for a permission.
    return key !== "c" && key !== "v";
  }

  async #copySelection(): Promise<void> {
    await this.#copy(this.#term.getSelection(), "Copié");
  }

  async #copy(text: string, done: string): Promise<void> {
    this.#say((await copyText(text)) ? done : REFUSED);
  }

  async #paste(text: string): Promise<void> {
    const term = this.#term;
    const clean = cleaned(text);
    const lines = linesOf(clean);
    const place = this.#host.closest("lab-panel") ?? document.body;
    const asks = lines.length > 1 && !term.modes.bracketedPasteMode;
    if (clean !== "" && (!asks || (await askToPaste(lines, place)))) term.paste(clean);
    term.focus();
  }

  #onPaste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    if (!this.#ownPaste) void this.#paste(event.clipboardData?.getData("text/plain") ?? "");
  }

  /** A program that follows the mouse gets its clicks; Shift takes them back, as in any terminal. */
  #isPrograms(event: MouseEvent): boolean {
    return this.#term.modes.mouseTrackingMode !== "none" && !event.shiftKey;
  }

  /** Right click: copies what is selected, else pastes. The menu stays for fingers and the menu key. */
  #onMenu(event: MouseEvent): void {
    const byMouse = event.button === 2 && (event as PointerEvent).pointerType !== "touch";
    if (!byMouse || this.#isPrograms(event)) return;
    const selected = this.#term.hasSelection();
    if (!selected && !navigator.clipboard?.readText) return;
    event.preventDefault();
    event.stopPropagation();
    if (selected) void this.#copySelection().then(() => this.#term.clearSelection());
    else void this.#pasteClipboard();
  }

  async #pasteClipboard(): Promise<void> {
    let text: string;
    try {
      text = await navigator.clipboard.readText();
    } catch {
      this.#say("Le navigateur refuse de lire le presse-papiers\u202f: collez par Ctrl+Maj+V.");
      return;
    }
    await this.#paste(text);
  }

  /** Middle click: pastes this terminal's selection, else what the system has selected elsewhere. */
  #onMiddle(event: MouseEvent): void {
    if (event.button !== 1 || this.#isPrograms(event) || !this.#term.hasSelection()) return;
    event.preventDefault();
    const text = this.#term.getSelection();
    this.#ownPaste = true;
    const click = () => {
      void this.#paste(text);
      setTimeout(() => (this.#ownPaste = false), OWN_PASTE);
    };
    window.addEventListener("mouseup", click, { once: true, capture: true });
  }
}
