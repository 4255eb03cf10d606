import headless, { type IBufferCell } from "@xterm/headless";
import { BOARD_LIMITS, type Miniature, type MiniatureRun } from "../protocol-board.ts";
import type { Ring } from "./ring.ts";

const { Terminal: Emulator } = headless;

/** What came since the last drawing is drawn byte by byte up to here; of more only the end is (bytes). */
const MOST_BYTES = 64 * 1024;
/** Letters and marks that one cell may hold: a pile of accents takes the place of other rows. */
const MOST_MARKS = 3;
const FIRST_BRIGHT = 8;

/** A terminal's screen, small and as plain text. It costs nothing but when it is drawn. */
export class MiniatureScreen {
  readonly #emulator = new Emulator({ cols: 80, rows: 24, scrollback: 0, allowProposedApi: true });
  #ring: Ring | undefined;
  #drawn = 0;

  /** Draws what a stream shows now, at the size that it has. */
  async draw(
    ring: Ring,
    size: { cols: number; rows: number },
    terminal: string,
  ): Promise<Miniature> {
    const { cols, rows } = size;
    const end = ring.end;
    const fresh =
      this.#ring === ring && end - this.#drawn <= MOST_BYTES ? ring.since(this.#drawn) : undefined;
    if (!fresh) {
      this.#emulator.reset();
      this.#ring = ring;
    }
    if (this.#emulator.cols !== cols || this.#emulator.rows !== rows)
      this.#emulator.resize(cols, rows);
    this.#drawn = end;
    await this.#write(fresh ?? ring.picture.subarray(-MOST_BYTES));
    const height = Math.min(rows, BOARD_LIMITS.rows);
    return {
      terminal,
      cols: Math.min(cols, BOARD_LIMITS.cols),
      rows: height,
      lines: Array.from({ length: height }, (_, row) => this.#line(row)),
    };
  }

  dispose(): void {
    this.#emulator.dispose();
  }

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#emulator.write(bytes, resolve));
  }

  #line(row: number): MiniatureRun[] {
    const { active } = this.#emulator.buffer;
    const line = active.getLine(active.baseY + row);
    const runs: MiniatureRun[] = [];
    const width = Math.min(this.#emulator.cols, BOARD_LIMITS.cols);
    for (let col = 0; line && col < width; col++) {
      const cell = line.getCell(col);
      // The second half of a wide letter.
      if (!cell || cell.getWidth() === 0) continue;
      const look = lookOf(cell);
      const last = runs.at(-1);
      if (last?.fg === look.fg && last.bg === look.bg && last.bold === look.bold)
        last.text += textOf(cell);
      else runs.push({ text: textOf(cell), ...look });
    }
    const end = runs.at(-1);
    if (end?.bg === -1) end.text = end.text.trimEnd();
    return runs.filter(({ text }) => text !== "");
  }
}

/** What a cell shows, without signs that are not seen, turn the text round or join it to others. */
function textOf(cell: IBufferCell): string {
  if (cell.isInvisible()) return " ".repeat(cell.getWidth());
  const shown = cell.getChars().replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "");
  return [...shown].slice(0, MOST_MARKS).join("") || " ";
}

function lookOf(cell: IBufferCell): Omit<MiniatureRun, "text"> {
  const bold = cell.isBold() !== 0;
  const fg = colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor());
  const bg = colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  if (!cell.isInverse()) return { fg, bg, bold };
  // Inverse of the terminal's own colours: its paper as ink, its ink as paper.
  return { fg: bg === -1 ? 0 : bg, bg: fg === -1 ? 7 : fg, bold };
}

/** One of the sixteen colours that comes near. @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html */
function colour(own: boolean, rgb: boolean, value: number): number {
  if (own) return -1;
  if (rgb) return nearest(value >> 16, (value >> 8) & 255, value & 255);
  if (value < 16) return value;
  if (value >= 232) return value < 238 ? 0 : value < 244 ? 8 : value < 250 ? 7 : 15;
  const level = (n: number) => Math.round((n * 255) / 5);
  const at = value - 16;
  return nearest(level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6));
}

/** A bit for each of red, green and blue, and brightness. */
function nearest(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue);
  if (most < 64) return 0;
  const bit = (value: number) => (value > most / 2 ? 1 : 0);
  return bit(red) + 2 * bit(green) + 4 * bit(blue) + (most > 191 ? FIRST_BRIGHT : 0);
}
