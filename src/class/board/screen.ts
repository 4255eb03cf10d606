import type { Miniature } from "../../../server/protocol-board.ts";
import { make } from "../forms.ts";

const COLOURS = 16;

/**
 * Draws a terminal's screen as text. What a lab wrote is only ever a text node; of how it looks only numbers count,
 * and each is checked: nothing in it can be a style, a link or a name.
 */
export function drawScreen(place: HTMLElement, screen: Miniature | null | undefined): void {
  if (!screen) {
    place.replaceChildren(make("span", { className: "none" }, "Pas de terminal ouvert."));
    return;
  }
  place.replaceChildren(
    ...screen.lines.map((runs) => {
      const line = make("span", { className: "tty" });
      for (const { text, fg, bg, bold } of runs) {
        const names = [named("f", fg), named("b", bg), bold ? "bold" : ""].filter(Boolean);
        line.append(names.length > 0 ? make("span", { className: names.join(" ") }, text) : text);
      }
      return line;
    }),
  );
}

function named(prefix: string, colour: number): string {
  return Number.isInteger(colour) && colour >= 0 && colour < COLOURS ? `${prefix}${colour}` : "";
}
