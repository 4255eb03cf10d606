import { FitAddon } from "@xterm/addon-fit";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import css from "@xterm/xterm/css/xterm.css?inline";
import { withInertStyles } from "./inert-styles.ts";
import { onThemeChange, palette } from "./palette.ts";
import { fontSize } from "./view-tools.ts";

/** An xterm.js that fits its host and follows the page's theme. */
export interface Emulator {
  term: Terminal;
  /** Takes the size of the host element. */
  fit(): void;
  dispose(): void;
}

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
    "Terminal du lab. F6 pour en sortir, Majuscule F6 pour aller à ce qui le suit, " +
    "Contrôle Majuscule flèche droite ou gauche pour changer d’onglet.";
  Terminal.strings.tooMuchOutput = "Trop de texte à lire\u202f: parcourez-le ligne à ligne.";
  const term = new Terminal({
    cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    fontFamily: getComputedStyle(host).getPropertyValue("--font-mono"),
    fontSize: fontSize(),
    lineHeight: 1.25,
    minimumContrastRatio: 4.5,
    rightClickSelectsWord: false,
    scrollback: 5000,
    screenReaderMode: reader,
    theme: palette(),
  });
  const fit = new FitAddon();
  term.loadAddon(fit);
  term.loadAddon(new WebLinksAddon());
  withInertStyles(() => term.open(host));
  // A host that is not shown has no size to take.
  const take = () => {
    if (host.clientHeight > 0) fit.fit();
  };
  take();
  const pane = host.closest<HTMLElement>("lab-terminals");
  const paint = () => {
    term.options.theme = palette();
    pane?.style.setProperty("--terminal", palette().background ?? "");
  };
  paint();
  const forget = onThemeChange(paint);
  void useWebgl(term);
  return {
    term,
    fit: take,
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
