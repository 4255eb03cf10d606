import type { Terminal as Emulator } from "@xterm/headless";

/** DEC private modes that say how mouse reports are written: SGR, urxvt, SGR in pixels. */
const MOUSE_ENCODINGS = new Set([1006, 1015, 1016]);
/** DECTCEM: the cursor is shown. */
const CURSOR_SHOWN = 25;

/** A scroll region: first and last line, from 1. */
type Region = [number, number];

/**
 * What a screen is besides its cells, and what xterm's serializer does not write: title, cursor's shape
 * and absence, scroll region, encoding of mouse reports. It listens to the emulator from its creation on.
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
export class ScreenModes {
  readonly #emulator: Emulator;
  #title = "";
  #cursorHidden = false;
  #cursorStyle = 0;
  readonly #encodings = new Set<number>();
  readonly #regions: Partial<Record<"normal" | "alternate", Region>> = {};

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
    const { parser } = emulator;
    emulator.onTitleChange((title) => {
      this.#title = title;
    });
    emulator.buffer.onBufferChange(({ type }) => {
      if (type === "alternate") delete this.#regions.alternate;
    });
    parser.registerCsiHandler({ prefix: "?", final: "h" }, (params) =>
      this.#setModes(params, true),
    );
    parser.registerCsiHandler({ prefix: "?", final: "l" }, (params) =>
      this.#setModes(params, false),
    );
    parser.registerCsiHandler({ intermediates: " ", final: "q" }, ([style]) => {
      this.#cursorStyle = Number(style ?? 0);
      return false;
    });
    parser.registerCsiHandler({ final: "r" }, (params) => this.#setRegion(params));
    parser.registerCsiHandler({ intermediates: "!", final: "p" }, () => this.#reset());
    parser.registerEscHandler({ final: "c" }, () => this.#reset());
  }

  /** Escape sequences that bring a screen, drawn by the serializer, to the same state. */
  sequences(): string {
    const parts: string[] = [];
    const { active } = this.#emulator.buffer;
    const region = this.#regions[active.type];
    // Setting a region sends the cursor home: it is put back where it was.
    if (region)
      parts.push(`\u001b[${region.join(";")}r\u001b[${active.cursorY + 1};${active.cursorX + 1}H`);
    for (const encoding of this.#encodings) parts.push(`\u001b[?${encoding}h`);
    if (this.#cursorStyle > 0) parts.push(`\u001b[${this.#cursorStyle} q`);
    if (this.#cursorHidden) parts.push(`\u001b[?${CURSOR_SHOWN}l`);
    if (this.#title) parts.push(`\u001b]0;${this.#title}\u0007`);
    return parts.join("");
  }

  #setModes(params: (number | number[])[], on: boolean): boolean {
    for (const mode of params.flat()) {
      if (mode === CURSOR_SHOWN) this.#cursorHidden = !on;
      if (!MOUSE_ENCODINGS.has(mode)) continue;
      if (on) this.#encodings.add(mode);
      else this.#encodings.delete(mode);
    }
    return false;
  }

  #setRegion([top, bottom]: (number | number[])[]): boolean {
    const { rows, buffer } = this.#emulator;
    const region: Region = [Number(top) || 1, Math.min(Number(bottom) || rows, rows)];
    const whole = region[0] === 1 && region[1] === rows;
    if (whole || region[0] >= region[1]) delete this.#regions[buffer.active.type];
    else this.#regions[buffer.active.type] = region;
    return false;
  }

  #reset(): boolean {
    this.#cursorHidden = false;
    this.#cursorStyle = 0;
    this.#encodings.clear();
    delete this.#regions.normal;
    delete this.#regions.alternate;
    return false;
  }
}
