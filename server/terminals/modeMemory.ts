/** DEC private modes that a shell or a program sets and that what follows depends on. */
const PRIVATE_MODES = new Set([
  1, 5, 6, 7, 12, 25, 45, 47, 66, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 1047, 1049, 2004,
]);
/** Those of them that change to the alternate screen and back. */
const SCREENS = [47, 1047, 1049];
/** ANSI modes: insert, new line. */
const ANSI_MODES = new Set([4, 20]);
/** Longest sequence that is waited for when it is cut between two pushes (bytes); a longer one is let go. */
const LONGEST = 1024;
const ESC = 0x1b;

/** CSI, OSC and two-character sequences of interest; a cut one is found by its absence of an end. */
const SEQUENCE =
  /\u001b(?:\[([?!]?)([\d;]*)( ?)([a-zA-Z])|\]([02]);([^\u0007\u001b]*)(?:\u0007|\u001b\\)|([=>c])|([()])([0-9A-Za-z]))/g;

/**
 * What the bytes that were dropped from a stream have left switched on: screen, modes, region, title.
 * Without it, the end of a long-running program's output would be drawn on the wrong screen.
 * It looks for escape sequences only, so that a flood of plain text costs one search for ESC.
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
export class ModeMemory {
  #tail = "";
  readonly #modes = new Map<string, string>();

  /** Takes the next bytes of the stream. */
  push(bytes: Buffer): void {
    if (this.#tail === "" && !bytes.includes(ESC)) return;
    const text = this.#tail + bytes.toString("latin1");
    let end = 0;
    for (const match of text.matchAll(SEQUENCE)) {
      this.#take(match);
      end = match.index + match[0].length;
    }
    const last = text.lastIndexOf("\u001b");
    this.#tail = last >= end && text.length - last <= LONGEST ? cutSequence(text.slice(last)) : "";
  }

  /** Forgets everything: the stream begins anew. */
  clear(): void {
    this.#tail = "";
    this.#modes.clear();
  }

  /** Bytes that bring a fresh emulator to where the stream stands; a sequence that was cut begins at their end. */
  sequences(): Buffer {
    const screens = SCREENS.map((mode) => `?${mode}`);
    const order = [...this.#modes].sort(
      ([a], [b]) => Number(screens.includes(b)) - Number(screens.includes(a)),
    );
    return Buffer.from(order.map(([, sequence]) => sequence).join("") + this.#tail, "latin1");
  }

  #take(match: RegExpMatchArray): void {
    const [whole, prefix, params = "", space, final, osc, , single, charset] = match;
    if (osc !== undefined) this.#set("title", whole);
    else if (single !== undefined) this.#takeSingle(single, whole);
    else if (charset !== undefined) this.#set(charset, whole);
    else if (final === "h" || final === "l") this.#setModes(prefix ?? "", params, final);
    else if (final === "r" && prefix === "") this.#set("region", whole);
    else if (final === "q" && space === " ") this.#set("cursor", whole);
    else if (final === "p" && prefix === "!") this.#modes.clear();
  }

  #takeSingle(single: string, whole: string): void {
    if (single === "c") this.#modes.clear();
    else this.#set("keypad", whole);
  }

  #setModes(prefix: string, params: string, final: "h" | "l"): void {
    for (const mode of params.split(";").map(Number)) {
      if (!(prefix === "?" ? PRIVATE_MODES : ANSI_MODES).has(mode)) continue;
      this.#set(`${prefix}${mode}`, `\u001b[${prefix}${mode}${final}`);
      // Each screen has a region of its own.
      if (prefix === "?" && SCREENS.includes(mode)) this.#modes.delete("region");
    }
  }

  #set(key: string, sequence: string): void {
    this.#modes.delete(key);
    this.#modes.set(key, sequence);
  }
}

/** The beginning of a sequence that has no end yet; empty when it is whole, or none that matters. */
function cutSequence(text: string): string {
  return /^\u001b(?:\[[?!>]?[\d;:]*[ !"$']?|\][^\u0007\u001b]*|[()]|)$/.test(text) ? text : "";
}
