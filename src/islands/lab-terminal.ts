import { memory } from "../lab/memory.ts";
import { labStore } from "../lab/store.ts";
import { CopyPaste } from "../terminal/copy-paste.ts";
import { openEmulator, type Emulator } from "../terminal/emulator.ts";
import { refusalOf, type Refusal } from "../terminal/refusals.ts";
import { type KeyTarget } from "../terminal/touch-keys.ts";
import { TerminalSocket, type SocketSink } from "../terminal/socket.ts";
import type { SearchBar } from "../terminal/search-bar.ts";
import { Replay } from "../terminal/replay.ts";
import { commandOf } from "../terminal/shortcuts.ts";
import { Sizing } from "../terminal/sizing.ts";

const encoder = new TextEncoder();

/** How long a passing note stays (ms). */
const NOTE = 3000;
const SMALLER =
  "Ce terminal est ouvert aussi dans une fenêtre plus petite\u202f: il en prend la taille.";

/** A terminal of the lab (`data-lab`, `data-name`): the emulator, its socket, and what to say of it. */
export class LabTerminal extends HTMLElement implements KeyTarget {
  /** What is sent for what is typed. */
  typed: (text: string) => string = (text) => text;
  #emulator!: Emulator;
  #socket!: TerminalSocket;
  #sizing!: Sizing;
  #replay = new Replay();
  #search: SearchBar | null = null;
  #note = document.createElement("div");
  #watch = new ResizeObserver(() => this.fit());
  #reader = document.querySelector<HTMLInputElement>("[data-reader]");
  #ended = new AbortController();

  connectedCallback(): void {
    const host = document.createElement("div");
    host.className = "terminal-host";
    this.#note.className = "terminal-note";
    this.#note.setAttribute("role", "status");
    this.#note.hidden = true;
    this.append(host, this.#note);
    this.#emulator = openEmulator(host, memory.get("reader") === "yes", () => this.fit());
    const { term } = this.#emulator;
    term.textarea?.setAttribute("aria-describedby", "terminal-way-out");
    this.#sizing = new Sizing(
      { cols: term.cols, rows: term.rows },
      {
        room: () => this.#emulator.room(),
        apply: ({ cols, rows }) => term.resize(cols, rows),
        tell: ({ cols, rows }) => this.#socket.resize(cols, rows),
      },
    );
    this.fit();
    term.onData((text) => {
      if (!this.#replay.answers(text)) this.#type(encoder.encode(this.typed(text)));
    });
    term.onBinary((text) => this.#type(Uint8Array.from(text, (c) => c.charCodeAt(0))));
    const clipboard = new CopyPaste(term, host, (text) => this.#mention(text));
    // Commands are left to those who hold the terminals.
    term.attachCustomKeyEventHandler((event) => clipboard.key(event) && commandOf(event) === null);
    this.#followReader();
    this.#open();
    this.#watch.observe(host);
    const { signal } = this.#ended;
    const probe = () => this.#socket.probe();
    for (const event of ["online", "pageshow"]) window.addEventListener(event, probe, { signal });
    const shown = () => document.hidden || probe();
    document.addEventListener("visibilitychange", shown, { signal });
    // Zoom changes the cells after their place.
    window.addEventListener("resize", () => requestAnimationFrame(() => this.fit()), { signal });
  }

  /** Takes the size of its place, if it has one: a terminal in the back has none. */
  fit(): void {
    this.#sizing.fit();
  }

  /** Shows the search, which is fetched when it is first asked for. */
  async search(): Promise<void> {
    const { SearchBar } = await import("../terminal/search-bar.ts");
    if (!this.#search) {
      this.#search = new SearchBar(this.#emulator.term);
      this.append(this.#search.element);
    }
    this.#search.open();
  }

  /** Size of the letters, px. */
  set fontSize(size: number) {
    this.#emulator.term.options.fontSize = size;
    this.fit();
  }

  get applicationCursor(): boolean {
    return this.#emulator.term.modes.applicationCursorKeysMode;
  }

  input(text: string): void {
    this.#emulator.term.input(text);
  }

  /** Gives the keyboard to the emulator. */
  override focus(): void {
    this.#emulator.term.focus();
  }

  disconnectedCallback(): void {
    this.#ended.abort();
    this.#watch.disconnect();
    this.#sizing.dispose();
    this.#socket.dispose();
    this.#emulator.dispose();
  }

  /**
   * Types a block of commands, with Enter after each line. No bracketed paste: what follows
   * `lxc exec c1 -- bash` must reach the shell that this line opens.
   */
  run(text: string): void {
    const { term } = this.#emulator;
    term.focus();
    term.input(`${text.replaceAll("\n", "\r")}\r`);
  }

  #type(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.#socket.type(bytes))
      this.#mention("Trop de texte à la fois\u202f: rien n’a été envoyé.");
  }

  #open(): void {
    const { term } = this.#emulator;
    this.#replay = new Replay();
    const { lab, name } = this.dataset;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const url = `${scheme}//${location.host}/api/labs/${lab}/terminals/${name}`;
    const sink: SocketSink = {
      reset: () => term.reset(),
      write: (bytes, parsed) => term.write(bytes, this.#replay.parsing(parsed)),
      resize: (cols, rows) => {
        if (this.#sizing.granted({ cols, rows })) this.#mention(SMALLER);
      },
      exited: (code) => this.#refuse(exitOf(code)),
      online: (connected, readonly) => {
        term.options.disableStdin = readonly;
        if (!connected) {
          this.#sizing.disconnected();
          return this.#say("Reconnexion…");
        }
        this.#note.hidden = true;
        this.#sizing.connected();
      },
      refused: (code) => this.#refuse(refusalOf(code)),
      unsure: () => this.#mention("Vos dernières touches ne sont peut-être pas arrivées."),
    };
    this.#socket = new TerminalSocket({ url, size: () => this.#sizing.connect() }, sink);
    this.#socket.connect();
  }

  #followReader(): void {
    const box = this.#reader;
    if (!box) return;
    box.checked = memory.get("reader") === "yes";
    const follow = () => {
      this.#emulator.term.options.screenReaderMode = box.checked;
      memory.set("reader", box.checked ? "yes" : null);
    };
    box.addEventListener("change", follow, { signal: this.#ended.signal });
  }

  #say(text: string): void {
    this.#note.dataset["quiet"] = "";
    this.#note.textContent = text;
    this.#note.hidden = false;
  }

  /** Says it for a moment, unless something that lasts is being said. */
  #mention(text: string): void {
    if (!this.#note.hidden) return;
    this.#say(text);
    setTimeout(() => {
      if (this.#note.textContent === text) this.#note.hidden = true;
    }, NOTE);
  }

  #refuse({ text, label, action }: Refusal): void {
    const words = document.createElement("p");
    words.textContent = text;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small primary";
    button.textContent = label;
    button.addEventListener("click", () => this.#remedy(action));
    delete this.#note.dataset["quiet"];
    this.#note.replaceChildren(words, button);
    this.#note.hidden = false;
  }

  #remedy(action: Refusal["action"]): void {
    if (action === "reload") location.reload();
    else if (action === "refresh") void labStore?.refresh();
    else {
      this.#note.hidden = true;
      this.#emulator.term.reset();
      this.#socket.dispose();
      this.#open();
      this.#emulator.term.focus();
    }
  }
}

function exitOf(code: number): Refusal {
  return {
    text: `Le shell est terminé (code\u00a0${code}).`,
    label: "Ouvrir un nouveau shell",
    action: "reopen",
  };
}

customElements.define("lab-terminal", LabTerminal);
