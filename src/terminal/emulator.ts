import { FitAddon } from "@xterm/addon-fit";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import css from "@xterm/xterm/css/xterm.css?inline";
import { withInertStyles } from "./inert-styles.ts";
import { onThemeChange, palette } from "./palette.ts";

/** An xterm.js that fits its host and follows the page's theme. */
export interface Emulator {
  term: Terminal;
  /** Takes the size of the host element. */
  fit(): void;
  dispose(): void;
}

/** Size of the letters (px): a phone shows 48 columns, a half screen 88. */
const FONT_SIZE = { narrow: 13, wide: 14 };
const NARROW = "(max-width: 30rem)";

let adopted = false;

function adoptCss(): void {
  if (adopted) return;
  adopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}

/** Opens an emulator in a host that is in the page. `reader`: for screen readers. */
export function openEmulator(host: HTMLElement, reader: boolean): Emulator {
  adoptCss();
  Terminal.strings.promptLabel =
    "Terminal du lab. F6 pour en sortir, Majuscule F6 pour aller à ce qui le suit.";
  Terminal.strings.tooMuchOutput = "Trop de texte à lire\u202f: parcourez-le ligne à ligne.";
  const term = new Terminal({
    cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    fontFamily: getComputedStyle(host).getPropertyValue("--font-mono"),
    fontSize: matchMedia(NARROW).matches ? FONT_SIZE.narrow : FONT_SIZE.wide,
    lineHeight: 1.25,
    minimumContrastRatio: 4.5,
    scrollback: 5000,
    screenReaderMode: reader,
    theme: palette(),
  });
  const fit = new FitAddon();
  term.loadAddon(fit);
  term.loadAddon(new WebLinksAddon());
  withInertStyles(() => term.open(host));
  fit.fit();
  const paint = () => {
    term.options.theme = palette();
    host.parentElement?.style.setProperty("--terminal", palette().background ?? "");
  };
  paint();
  const forget = onThemeChange(paint);
  void useWebgl(term);
  return {
    term,
    fit: () => fit.fit(),
    dispose: () => {
      forget();
      term.dispose();
    },
  };
}

/** Draws by WebGL where there is one; the DOM renderer stays, or comes back when the context is lost. */
async function useWebgl(term: Terminal): Promise<void> {
  const { WebglAddon } = await import("@xterm/addon-webgl");
  if (!term.element?.isConnected) return;
  const webgl = new WebglAddon();
  try {
    term.loadAddon(webgl);
    webgl.onContextLoss(() => withInertStyles(() => webgl.dispose()));
  } catch {
    // No WebGL 2 here: the DOM renderer draws.
    withInertStyles(() => webgl.dispose());
  }
}
