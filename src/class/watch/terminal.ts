import { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
import { Terminal } from "@xterm/xterm";
import css from "@xterm/xterm/css/xterm.css?inline";
import type { KeyboardState } from "../../../server/protocol.ts";
import { withInertStyles } from "../../terminal/inert-styles.ts";
import { onThemeChange, palette } from "../../terminal/palette.ts";
import { TerminalSocket } from "../../terminal/socket.ts";
import { make } from "../forms.ts";
import { harden } from "./harden.ts";

const encoder = new TextEncoder();
/** Size of the letters at most and at least (px): another's terminal is made to fit into the place there is. */
const LETTERS = { most: 15, least: 5 };

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);

/** What is heard of a terminal that one looks at. */
export interface WatchEvents {
  online(connected: boolean): void;
  keyboard(state: KeyboardState): void;
  /** The server closed for good. */
  over(code: number): void;
}

/** Somebody else's terminal, live: at its own size, and without a key unless its student grants the keyboard. */
export class WatchedTerminal {
  readonly element = make("div", { className: "watched" });
  readonly #term: Terminal;
  readonly #socket: TerminalSocket;
  readonly #ended = new AbortController();
  readonly #room = new ResizeObserver(() => this.#fit());
  #held = false;

  /**
   * @param place that is on the page, into which it comes
   * @param path of the socket
   * @param label names it for screen readers
   */
  constructor(place: HTMLElement, path: string, label: string, events: WatchEvents) {
    place.replaceChildren(this.element);
    this.#term = new Terminal({
      allowProposedApi: true,
      disableStdin: true,
      fontFamily: getComputedStyle(place).getPropertyValue("--font-terminal"),
      fontSize: LETTERS.most,
      minimumContrastRatio: 4.5,
      scrollback: 5000,
      theme: palette(),
    });
    const term = this.#term;
    harden(term);
    term.loadAddon(new UnicodeGraphemesAddon());
    withInertStyles(() => term.open(this.element));
    term.textarea?.setAttribute("aria-label", label);
    onThemeChange(() => (term.options.theme = palette()), this.#ended.signal);
    // F6 leads out: all other keys are the shell's.
    term.attachCustomKeyEventHandler(({ key, type }) => {
      if (key !== "F6") return true;
      if (type === "keydown") place.parentElement?.querySelector("button")?.focus();
      return false;
    });
    const type = (bytes: Uint8Array<ArrayBuffer>) => {
      if (this.#held) this.#socket.type(bytes);
    };
    term.onData((text) => type(encoder.encode(text)));
    term.onBinary((text) => type(Uint8Array.from(text, (c) => c.charCodeAt(0))));
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.#socket = new TerminalSocket(
      {
        url: `${scheme}//${location.host}${path}`,
        size: () => ({ cols: term.cols, rows: term.rows }),
      },
      {
        reset: () => term.reset(),
        write: (bytes, parsed) => term.write(bytes, parsed),
        resize: (cols, rows) => {
          term.resize(cols, rows);
          this.#fit();
        },
        exited: () => events.over(0),
        online: (connected) => {
          if (!connected) this.#keyboard("none", events);
          events.online(connected);
        },
        refused: (code) => events.over(code),
        keyboard: (state) => this.#keyboard(state, events),
        unsure: () => undefined,
      },
    );
    this.#room.observe(place);
    this.#fit();
    this.#socket.connect();
  }

  /** Asks for the keyboard, or gives it back. */
  askKeyboard(want: boolean): void {
    this.#socket.keyboard(want);
  }

  focus(): void {
    this.#term.focus();
  }

  dispose(): void {
    this.#ended.abort();
    this.#room.disconnect();
    this.#socket.dispose();
    this.#term.dispose();
  }

  #keyboard(state: KeyboardState, events: WatchEvents): void {
    this.#held = state === "held";
    this.#term.options.disableStdin = !this.#held;
    events.keyboard(state);
  }

  /** Takes letters of a size at which the whole width is seen. */
  #fit(): void {
    const place = this.element.parentElement;
    const screen = this.element.querySelector<HTMLElement>(".xterm-screen");
    if (!place || !screen || screen.offsetWidth === 0 || place.clientWidth === 0) return;
    const now = this.#term.options.fontSize ?? LETTERS.most;
    // Room for the scroll bar.
    const wide = (now * (place.clientWidth - 18)) / screen.offsetWidth;
    const fitting = Math.max(LETTERS.least, Math.min(LETTERS.most, Math.floor(wide * 2) / 2));
    if (fitting !== now) this.#term.options.fontSize = fitting;
  }
}
