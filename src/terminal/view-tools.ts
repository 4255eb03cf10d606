import { memory } from "../lab/memory.ts";
import { ICONS, iconButton } from "./icons.ts";

/** Sizes of the letters that can be had (px). */
const MIN = 10;
const MAX = 24;
/** Without a choice: a phone shows 48 columns, a half screen 88. */
const USUAL = { narrow: 13, wide: 14 };
const NARROW = "(max-width: 30rem)";

const LETTER = '<span class="letter" aria-hidden="true">A</span>';

/** Size of the terminals' letters (px), as the reader chose it. */
export function fontSize(): number {
  const kept = Number(memory.get("font"));
  if (kept >= MIN && kept <= MAX) return kept;
  return matchMedia(NARROW).matches ? USUAL.narrow : USUAL.wide;
}

/** What the buttons beside the tabs ask for. */
export interface ViewRequests {
  search(): void;
  split(): void;
  help(): void;
  /** The letters have another size now (px). */
  resized(size: number): void;
}

/** Buttons beside the tabs: search, side by side, size of the letters, full screen, help. */
export class ViewTools {
  readonly element = document.createElement("div");
  readonly #split = iconButton(ICONS.split, "Côte à côte");

  /** @param pane what takes the full screen */
  constructor(pane: HTMLElement | null, requests: ViewRequests) {
    const search = iconButton(ICONS.search, "Rechercher");
    const help = iconButton('<span aria-hidden="true">?</span>', "Aide du terminal");
    search.title = "Rechercher (Ctrl+Maj+F)";
    this.#split.title = "Côte à côte (Ctrl+Maj+D)";
    search.addEventListener("click", () => requests.search());
    this.#split.addEventListener("click", () => requests.split());
    help.addEventListener("click", () => requests.help());
    this.split = false;
    this.element.className = "view-tools";
    this.element.append(search, this.#split, ...sizeButtons((size) => requests.resized(size)));
    if (pane && document.fullscreenEnabled) this.element.append(fullScreenButton(pane));
    this.element.append(help);
  }

  /** Whether two terminals are side by side. */
  set split(split: boolean) {
    this.#split.ariaPressed = String(split);
  }
}

function sizeButtons(resized: (size: number) => void): HTMLElement[] {
  const smaller = iconButton(LETTER + ICONS.minus, "Réduire les caractères");
  const larger = iconButton(LETTER + ICONS.plus, "Agrandir les caractères");
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
  return [smaller, larger];
}

/** Escape belongs to the shell in full screen too: held down, it leaves (Chromium's Keyboard Lock). */
interface LockingNavigator {
  keyboard?: { lock?(codes: string[]): Promise<void> };
}

function fullScreenButton(pane: HTMLElement): HTMLButtonElement {
  const button = iconButton(ICONS.full, "Plein écran");
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
