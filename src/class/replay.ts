import { create } from "asciinema-player";
import css from "asciinema-player/dist/bundle/asciinema-player.css?inline";
import { palette } from "../terminal/palette.ts";
import { speakFrench } from "./player-words.ts";

/** Pauses longer than this are made so short (s): nobody watches somebody think. */
const IDLE = 2;
/** The sixteen colours by their numbers. */
const COLORS = [
  ...["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"],
  ...["brightBlack", "brightRed", "brightGreen", "brightYellow"],
  ...["brightBlue", "brightMagenta", "brightCyan", "brightWhite"],
];

const [sheet, colors] = [new CSSStyleSheet(), new CSSStyleSheet()];
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet, colors);

/**
 * Plays a recording in a place that is on the page, in the terminals' colours. What it shows comes from a machine that
 * its student may have made hostile: the player draws text and colours, and knows neither links nor the clipboard.
 * @param cast asciicast v2 @returns what takes it away again
 */
export function replay(place: HTMLElement, cast: string): () => void {
  colors.replaceSync(`.asciinema-player-theme-atelier { ${themed().join("; ")} }`);
  const player = create({ data: cast }, place, {
    autoPlay: true,
    controls: true,
    fit: "both",
    idleTimeLimit: IDLE,
    terminalFontFamily: getComputedStyle(place).getPropertyValue("--font-terminal"),
    theme: "atelier",
  });
  const hush = speakFrench(place);
  return () => {
    hush();
    player.dispose();
  };
}

function themed(): string[] {
  const theme = palette() as Record<string, string>;
  return [
    `--term-color-foreground: ${theme["foreground"]}`,
    `--term-color-background: ${theme["background"]}`,
    ...COLORS.map((name, n) => `--term-color-${n}: ${theme[name]}`),
  ];
}
