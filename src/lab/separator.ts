import { memory } from "./memory.ts";

/** What an arrow key moves, in percent of the whole. */
const STEP = 2;
const HALF = 50;

/** What a divider divides. Shares are those of its first side, in percent of the whole. */
export interface Division {
  min: number;
  max: number;
  /** Under which name the browser remembers the share. */
  key: string;
  /** Which share would bring the divider to where the mouse or the finger is. */
  shareAt(event: PointerEvent): number;
  /** Lays both sides out. */
  lay(share: number): void;
}

/**
 * Makes a `role="separator"` that mouse, finger and keyboard move (ARIA Authoring Practices, window
 * splitter): arrows, Home, End; Enter and a double click halve.
 */
export function makeSeparator(separator: HTMLElement, division: Division): void {
  const { min, max, key } = division;
  const now = () => Number(separator.getAttribute("aria-valuenow"));
  const set = (percent: number) => {
    const share = Math.round(Math.min(max, Math.max(min, percent)) * 10) / 10;
    division.lay(share);
    separator.setAttribute("aria-valuenow", String(share));
  };
  const keep = () => memory.set(key, String(now()));

  const kept = Number(memory.get(key));
  if (kept) set(kept);
  separator.addEventListener("keydown", (event) => {
    const target: Record<string, number> = {
      ArrowLeft: now() - STEP,
      ArrowUp: now() - STEP,
      ArrowRight: now() + STEP,
      ArrowDown: now() + STEP,
      Home: min,
      End: max,
      Enter: HALF,
    };
    const share = target[event.key];
    if (share === undefined || event.ctrlKey) return;
    event.preventDefault();
    set(share);
    keep();
  });
  separator.addEventListener("pointerdown", (event) => {
    separator.setPointerCapture(event.pointerId);
    separator.dataset["dragging"] = "";
  });
  separator.addEventListener("pointermove", (event) => {
    if (separator.hasPointerCapture(event.pointerId)) set(division.shareAt(event));
  });
  separator.addEventListener("lostpointercapture", () => {
    delete separator.dataset["dragging"];
    keep();
  });
  separator.addEventListener("dblclick", () => {
    set(HALF);
    keep();
  });
}
