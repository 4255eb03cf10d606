import { FitAddon } from "@xterm/addon-fit";
import { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import css from "@xterm/xterm/css/xterm.css?inline";
import { hearDictation } from "./dictation.ts";
import { withInertStyles } from "./inert-styles.ts";
import { Links } from "./links.ts";
import { onThemeChange, palette } from "./palette.ts";
import { drawFastSoon, fastCellWidth } from "./renderer.ts";
import { type Size } from "./sizing.ts";
import { fontSize } from "./view-tools.ts";

/** An xterm.js in the page, which follows the page's theme. */
export interface Emulator {
  term: Terminal;
  /** Columns and rows that its host holds; null while the host is not shown. */
  room(): Size | null;
  dispose(): void;
}

/** What xterm.js leaves free for its scrollbar (CSS px). */
const SCROLLBAR = 14;

let adopted = false;

function adoptCss(): void {
  if (adopted) return;
  adopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}

/**
 * Opens an emulator in a host that is in the page. `reader`: for screen readers.
 * @param changed is called when the host may hold another number of cells than before
 */
export function openEmulator(host: HTMLElement, reader: boolean, changed: () => void): Emulator {
  adoptCss();
  Terminal.strings.promptLabel = "Terminal du lab";
  Terminal.strings.tooMuchOutput = "Trop de texte à lire\u202f: parcourez-le ligne à ligne.";
  const links = new Links(host);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const term = new Terminal({
    // Marks of a search, and tables of widths, are what xterm.js still calls proposed.
    allowProposedApi: true,
    cursorBlink: !still.matches,
    fontFamily: getComputedStyle(host).getPropertyValue("--font-terminal"),
    fontSize: fontSize(),
    lineHeight: 1.25,
    linkHandler: links,
    minimumContrastRatio: 4.5,
    rightClickSelectsWord: false,
    scrollback: 5000,
    screenReaderMode: reader,
    theme: palette(),
  });
  const fit = new FitAddon();
  term.loadAddon(fit);
  // Emoji of several code points take two cells, as flags and families are drawn.
  term.loadAddon(new UnicodeGraphemesAddon());
  term.loadAddon(
    new WebLinksAddon((event, uri) => links.activate(event, uri), {
      hover: (event, uri) => links.hover(event, uri),
      leave: () => links.leave(),
    }),
  );
  withInertStyles(() => term.open(host));
  const isFastComing = drawFastSoon(term, changed);
  hearDictation(term);
  const pane = host.closest<HTMLElement>("lab-terminals");
  const paint = () => {
    term.options.theme = palette();
    pane?.style.setProperty("--terminal", palette().background ?? "");
  };
  paint();
  const ended = new AbortController();
  onThemeChange(paint, ended.signal);
  still.addEventListener("change", () => (term.options.cursorBlink = !still.matches), {
    signal: ended.signal,
  });
  return {
    term,
    room: () => {
      // A host that is not shown has no size to take.
      const room = host.clientHeight > 0 ? fit.proposeDimensions() : undefined;
      if (!room || !isFastComing()) return room ?? null;
      // Programs draw anew at every change: the size that will be, and not that of the DOM's wider cells.
      const width = Math.floor(host.getBoundingClientRect().width) - SCROLLBAR;
      return { ...room, cols: Math.floor(width / fastCellWidth(term)) };
    },
    dispose: () => {
      ended.abort();
      term.dispose();
    },
  };
}
