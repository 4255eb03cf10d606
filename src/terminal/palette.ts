import type { ISearchDecorationOptions } from "@xterm/addon-search";
import type { ITheme } from "@xterm/xterm";
import { forcedColors } from "./renderer.ts";

const LIGHT: ITheme = {
  background: "#fdfcfa",
  foreground: "#1c232e",
  cursor: "#ad3f18",
  cursorAccent: "#fdfcfa",
  selectionBackground: "#f3cdb9",
  selectionInactiveBackground: "#f2b899",
  scrollbarSliderBackground: "#1c232e2e",
  scrollbarSliderHoverBackground: "#1c232e55",
  scrollbarSliderActiveBackground: "#1c232e77",
  black: "#1c232e",
  red: "#b3261e",
  green: "#17703f",
  yellow: "#855600",
  blue: "#1f5fa3",
  magenta: "#7a3e93",
  cyan: "#0d6b73",
  white: "#6b7280",
  brightBlack: "#555e6d",
  brightRed: "#c8341f",
  brightGreen: "#1b7f47",
  brightYellow: "#936000",
  brightBlue: "#2a6fba",
  brightMagenta: "#8b4aa6",
  brightCyan: "#0f7a83",
  brightWhite: "#3b4351",
};

const DARK: ITheme = {
  background: "#0d1117",
  foreground: "#e7e9ed",
  cursor: "#f19268",
  cursorAccent: "#0d1117",
  selectionBackground: "#4a3227",
  selectionInactiveBackground: "#7a4526",
  scrollbarSliderBackground: "#e7e9ed2e",
  scrollbarSliderHoverBackground: "#e7e9ed55",
  scrollbarSliderActiveBackground: "#e7e9ed77",
  black: "#2b3340",
  red: "#ff7b72",
  green: "#63cf92",
  yellow: "#e9b452",
  blue: "#82b7f2",
  magenta: "#d2a8ff",
  cyan: "#6fd3d8",
  white: "#c9d1d9",
  brightBlack: "#8b95a5",
  brightRed: "#ffa198",
  brightGreen: "#85e0ab",
  brightYellow: "#f2cc80",
  brightBlue: "#a5cdf7",
  brightMagenta: "#e2c5ff",
  brightCyan: "#98e3e6",
  brightWhite: "#ffffff",
};

/** The emulator's colours under the page's present theme, or those that the system forces. */
export function palette(): ITheme {
  if (forcedColors()) return systemPalette();
  const chosen = document.documentElement.dataset["theme"];
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return dark ? DARK : LIGHT;
}

/** Colours of search results: on all, and on the one that is looked at. */
export function searchPalette(): ISearchDecorationOptions {
  const { background } = palette();
  const dark = background === DARK.background || (forcedColors() && isDark("Canvas"));
  const [match, active, border] = dark
    ? ["#4d3f10", "#7a4a10", "#f19268"]
    : ["#fbe7a8", "#f7c98b", "#ad3f18"];
  return {
    matchBackground: match!,
    matchBorder: border!,
    matchOverviewRuler: border!,
    activeMatchBackground: active!,
    activeMatchBorder: border!,
    activeMatchColorOverviewRuler: border!,
  };
}

/** System colours for what has one; the sixteen of the terminal from the palette that is as dark. */
function systemPalette(): ITheme {
  return {
    ...(isDark("Canvas") ? DARK : LIGHT),
    background: rgbOf("Canvas"),
    foreground: rgbOf("CanvasText"),
    cursor: rgbOf("CanvasText"),
    cursorAccent: rgbOf("Canvas"),
    selectionBackground: rgbOf("Highlight"),
    selectionInactiveBackground: rgbOf("Highlight"),
    selectionForeground: rgbOf("HighlightText"),
  };
}

/** A CSS system colour (CSS Color 4) as `rgb(…)`, which xterm.js can read. */
function rgbOf(color: string): string {
  const probe = document.createElement("span");
  probe.style.setProperty("color", color);
  document.body.append(probe);
  const rgb = getComputedStyle(probe).color;
  probe.remove();
  return rgb;
}

function isDark(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = (rgbOf(color).match(/\d+/g) ?? []).map(Number);
  return red + green + blue < 3 * 128;
}

/** Calls back whenever the page's colours change, until the signal ends it. */
export function onThemeChange(act: () => void, signal: AbortSignal): void {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", act, { signal });
  }
  document.addEventListener("themechange", act, { signal });
}
