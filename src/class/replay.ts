import { create } from "asciinema-player";
import css from "asciinema-player/dist/bundle/asciinema-player.css?inline";

/** Pauses longer than this are made so short (s): nobody watches somebody think. */
const IDLE = 2;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);

/**
 * Plays a recording in a place that is on the page. What it shows comes from a machine that its student may have made
 * hostile: the player draws text and colours, and knows neither links nor the clipboard.
 * @param cast asciicast v2 @returns what takes it away again
 */
export function replay(place: HTMLElement, cast: string): () => void {
  const player = create({ data: cast }, place, {
    autoPlay: true,
    controls: true,
    fit: "width",
    idleTimeLimit: IDLE,
    terminalFontFamily: getComputedStyle(place).getPropertyValue("--font-terminal"),
  });
  return () => player.dispose();
}
