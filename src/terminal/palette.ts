import type { ITheme } from "@xterm/xterm";

const LIGHT: ITheme = {
  background: "#fdfcfa",
  foreground: "#1c232e",
  cursor: "#ad3f18",
  cursorAccent: "#fdfcfa",
  selectionBackground: "#f3cdb9",
  selectionInactiveBackground: "#eadfd7",
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
  selectionInactiveBackground: "#2d2926",
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

/** The emulator's colours under the page's present theme. */
export function palette(): ITheme {
  const chosen = document.documentElement.dataset["theme"];
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return dark ? DARK : LIGHT;
}

/** Calls back whenever the page's theme changes. @returns what ends that */
export function onThemeChange(act: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", act);
  document.addEventListener("themechange", act);
  return () => {
    system.removeEventListener("change", act);
    document.removeEventListener("themechange", act);
  };
}
