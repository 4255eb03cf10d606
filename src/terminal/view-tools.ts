import { memory } from "../lab/memory.ts";
import { iconButton } from "./tab-bar.ts";

/** Sizes of the letters that can be had (px). */
const MIN = 10;
const MAX = 24;
/** Without a choice: a phone shows 48 columns, a half screen 88. */
const USUAL = { narrow: 13, wide: 14 };
const NARROW = "(max-width: 30rem)";

const SMALLER = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8h10"/></svg>';
const LARGER = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 3v10M3 8h10"/></svg>';
const LETTER = '<span class="letter" aria-hidden="true">A</span>';
const FULL =
  '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6 2H2v4m8-4h4v4M2 10v4h4m8-4v4h-4"/></svg>';

/** Size of the terminals' letters (px), as the reader chose it. */
export function fontSize(): number {
  const kept = Number(memory.get("font"));
  if (kept >= MIN && kept <= MAX) return kept;
  return matchMedia(NARROW).matches ? USUAL.narrow : USUAL.wide;
}

/** Buttons for the size of the letters and the full screen. @param resized is told the new size (px) */
export function viewTools(pane: HTMLElement | null, resized: (size: number) => void): HTMLElement {
  const tools = document.createElement("div");
  tools.className = "view-tools";
  const smaller = iconButton(LETTER + SMALLER, "Réduire les caractères");
  const larger = iconButton(LETTER + LARGER, "Agrandir les caractères");
  const show = () => {
    smaller.ariaDisabled = String(fontSize() <= MIN);
    larger.ariaDisabled = String(fontSize() >= MAX);
  };
  const change = (step: number) => {
    const size = Math.min(MAX, Math.max(MIN, fontSize() + step));
    memory.set("font", String(size));
    show();
    resized(size);
  };
  smaller.addEventListener("click", () => change(-1));
  larger.addEventListener("click", () => change(1));
  show();
  tools.append(smaller, larger);
  if (pane && document.fullscreenEnabled) tools.append(fullScreenButton(pane));
  return tools;
}

/** Escape belongs to the shell in full screen too: held down, it leaves (Chromium's Keyboard Lock). */
interface LockingNavigator {
  keyboard?: { lock?(codes: string[]): Promise<void> };
}

function fullScreenButton(pane: HTMLElement): HTMLButtonElement {
  const button = iconButton(FULL, "Plein écran");
  const show = () => (button.ariaPressed = String(document.fullscreenElement === pane));
  pane.addEventListener("fullscreenchange", show);
  button.addEventListener("click", () => void toggle(pane));
  show();
  return button;
}

async function toggle(pane: HTMLElement): Promise<void> {
  if (document.fullscreenElement) return document.exitFullscreen();
  await pane.requestFullscreen();
  await (navigator as LockingNavigator).keyboard?.lock?.(["Escape"]);
}
