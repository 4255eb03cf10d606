import { WebSocket as NodeSocket } from "ws";
import { type SocketSink, TerminalSocket } from "../../src/terminal/socket.ts";
import type { LabClient } from "./labClient.ts";
import { type Screen, screenOf } from "./screen.ts";

/** How the page's emulator behaves. */
export interface PageOptions {
  name?: string;
  /** When a piece of output counts as parsed: at once unless told. */
  parse?: (parsed: () => void) => void;
  /** Pause before a broken connection is tried again (ms); the page's own back-off unless told. */
  comeBackAfter?: () => number;
}

/** A terminal as the page has it: its own socket, which comes back, around an emulator that only remembers. */
export class Page {
  readonly #chunks: Buffer[] = [];
  /** Index of the first chunk since the screen was emptied. */
  #drawnFrom = 0;
  /** How often the whole screen was drawn anew: bytes of the stream were missed. */
  redraws = 0;
  exited: number | undefined;
  refused: number | undefined;
  online = false;
  /** How often keystrokes were given up because nobody could know whether they had come. */
  unsure = 0;
  readonly #socket: TerminalSocket;
  #wire: NodeSocket | undefined;

  /** @param url address of the server, or of what stands before it. */
  constructor(person: LabClient, url: string, lab: string, options: PageOptions = {}) {
    const { name = "main", parse = (parsed) => parsed(), comeBackAfter } = options;
    const sink: SocketSink = {
      reset: () => {
        this.redraws++;
        this.#drawnFrom = this.#chunks.length;
      },
      write: (bytes, parsed) => {
        this.#chunks.push(Buffer.from(bytes));
        parse(parsed);
      },
      resize: () => undefined,
      exited: (code) => void (this.exited = code),
      unsure: () => void this.unsure++,
      refused: (code) => void (this.refused = code),
      online: (connected) => {
        this.online = connected;
        if (!connected && comeBackAfter) setTimeout(() => this.#socket.connect(), comeBackAfter());
      },
    };
    const open = (address: string, protocol: string) => {
      const headers = { cookie: person.cookie };
      this.#wire = new NodeSocket(address, protocol, { origin: url, headers });
      // A broken connection is told by its close; the page hears nothing else.
      this.#wire.on("error", () => undefined);
      return this.#wire as unknown as WebSocket;
    };
    const address = `${url.replace("http", "ws")}/api/labs/${lab}/terminals/${name}`;
    const size = () => ({ cols: 80, rows: 24 });
    this.#socket = new TerminalSocket({ url: address, size, open }, sink);
    this.#socket.connect();
  }

  /** Everything that was written to the emulator. */
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** What a person sees. */
  screen(): Promise<Screen> {
    return screenOf(Buffer.concat(this.#chunks.slice(this.#drawnFrom)));
  }

  /** Makes sure that the connection lives, as the page does when it is looked at again. */
  probe(): void {
    this.#socket.probe();
  }

  /** Stops reading what the network brings, as a page does that its browser has put to sleep. */
  sleep(): void {
    this.#wire?.pause();
  }

  wake(): void {
    this.#wire?.resume();
  }

  /** @returns false when too much waits: then nothing of it was taken. */
  type(text: string): boolean {
    return this.#socket.type(new TextEncoder().encode(text));
  }

  /** Waits until what was written from the last `tail` bytes on matches. @param timeout ms */
  async see(pattern: RegExp, { timeout = 30_000, tail = 100_000 } = {}): Promise<RegExpExecArray> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const match = pattern.exec(this.#tail(tail));
      if (match) return match;
      if (Date.now() > deadline)
        throw new Error(`${pattern} pas vu en ${timeout} ms dans : ${this.#tail(2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Hangs up for good, as a tab that is closed. */
  close(): void {
    this.#socket.dispose();
  }

  #tail(length: number): string {
    const taken: Buffer[] = [];
    for (let at = this.#chunks.length - 1; at >= 0 && length > 0; at--) {
      const chunk = this.#chunks[at] as Buffer;
      taken.unshift(chunk);
      length -= chunk.length;
    }
    return Buffer.concat(taken).toString("utf8");
  }
}
