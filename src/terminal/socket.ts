import {
  CLOSE,
  LIMITS,
  TERMINAL_PROTOCOL,
  type ClientFrame,
  type KeyboardState,
  type ServerFrame,
} from "../../server/protocol.ts";
import { Keystrokes } from "./keystrokes.ts";

/** Back-off between two attempts at a lost connection, in milliseconds. */
const RETRY_MIN = 250;
const RETRY_MAX = 5000;
/** A server that says nothing of what it was sent for so long is not there any more, in milliseconds. */
const SILENCE = 6000;
/** Parsed bytes are acknowledged after so many milliseconds of calm. */
const IDLE_ACK = 150;

const REFUSALS = new Set<number>(Object.values(CLOSE));

/** What a terminal does with what the socket brings. */
export interface SocketSink {
  /** Empties the screen: a redraw of all of it follows. */
  reset(): void;
  /** Writes shell output, and calls back when the emulator has parsed it. */
  write(bytes: Uint8Array, parsed: () => void): void;
  /** Another viewer changed the terminal's size, in cells. */
  resize(cols: number, rows: number): void;
  /** The shell ended; the connection is over and not tried again. */
  exited(code: number): void;
  /** Connected, or looking for the connection. */
  online(connected: boolean, readonly: boolean): void;
  /** The server closed for good, with one of CLOSE; not tried again. */
  refused(code: number): void;
  /** Whether what is typed here goes to the shell, for who only looks on. */
  keyboard?(state: KeyboardState): void;
  /** What was typed last may not have come, and is not sent again. */
  unsure(): void;
}

/** Where the terminal is, and how to open a socket to it (a test opens its own). */
export interface SocketOptions {
  /** Address without its query. */
  url: string;
  size: () => { cols: number; rows: number };
  open?: (url: string, protocol: string) => WebSocket;
}

/**
 * One viewer of a terminal: counts the stream's bytes, acknowledges what is parsed, and comes back
 * from its last offset after a lost connection (protocol.ts; xterm.js flow control guide).
 */
export class TerminalSocket {
  readonly #options: Required<SocketOptions>;
  readonly #sink: SocketSink;
  #socket: WebSocket | null = null;
  /** Bytes received, parsed, acknowledged: offsets in the stream. */
  #received = 0;
  #parsed = 0;
  #acked = 0;
  /** Changes when the stream jumps: callbacks of bytes from before mean nothing then. */
  #epoch = 0;
  #snapshot = false;
  #greeted = false;
  #over = false;
  #delay = RETRY_MIN;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #ackTimer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  readonly #writer = randomName();
  readonly #keystrokes = new Keystrokes();

  constructor(options: SocketOptions, sink: SocketSink) {
    const open = (url: string, protocol: string) => new WebSocket(url, protocol);
    this.#options = { open, ...options };
    this.#sink = sink;
  }

  /** Connects, at once when a retry was being waited for. */
  connect(): void {
    if (this.#over || this.#socket) return;
    clearTimeout(this.#retryTimer);
    const { cols, rows } = this.#options.size();
    const query = new URLSearchParams({
      cols: String(cols),
      rows: String(rows),
      from: String(this.#received),
      writer: this.#writer,
      typed: String(this.#keystrokes.sent),
    });
    const socket = this.#options.open(`${this.#options.url}?${query}`, TERMINAL_PROTOCOL);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      clearTimeout(this.#silence);
      this.#silence = undefined;
      if (typeof data === "string") this.#frame(JSON.parse(data) as ServerFrame);
      else this.#bytes(new Uint8Array(data));
    };
    socket.onclose = ({ code }) => this.#closed(socket, code);
    this.#socket = socket;
    this.#greeted = false;
  }

  /**
   * Sends keystrokes, once; those typed while the connection is away wait for it.
   * @returns false when they are too many: then none of them is sent
   */
  type(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (this.#over) return true;
    if (!this.#keystrokes.add(bytes, this.#greeted)) return false;
    this.#sendKeys();
    return true;
  }

  /** Makes sure that the connection lives, where it may have died without a word: after a sleep, say. */
  probe(): void {
    if (!this.#greeted) return this.connect();
    this.#socket?.send(new Uint8Array(0));
    this.#awaitWord();
  }

  /** Tells the shell its size, in cells, within the protocol's limits. */
  resize(cols: number, rows: number): void {
    if (this.#greeted) this.#send({ type: "resize", cols, rows });
  }

  /** Asks whose terminal it is for the keyboard, or gives it back. */
  keyboard(want: boolean): void {
    if (this.#greeted) this.#send({ type: "keyboard", want });
  }

  /** Hangs up for good. */
  dispose(): void {
    this.#over = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#ackTimer);
    clearTimeout(this.#silence);
    this.#socket?.close(1000);
    this.#socket = null;
  }

  #frame(frame: ServerFrame): void {
    if (frame.type === "size") this.#sink.resize(frame.cols, frame.rows);
    else if (frame.type === "typed") {
      this.#keystrokes.came(frame.offset);
      this.#sendKeys();
    } else if (frame.type === "exit") {
      this.dispose();
      this.#sink.exited(frame.code);
    } else if (frame.type === "keyboard") this.#sink.keyboard?.(frame.state);
    else {
      this.#snapshot = frame.mode === "snapshot";
      if (this.#snapshot || frame.offset !== this.#received) {
        this.#epoch++;
        this.#received = this.#parsed = frame.offset;
      }
      this.#acked = frame.offset;
      if (this.#snapshot) this.#sink.reset();
      this.#greeted = true;
      this.#delay = RETRY_MIN;
      this.#sink.online(true, frame.readonly);
      if (!this.#keystrokes.resume(frame.typed)) this.#sink.unsure();
      this.#sendKeys();
    }
  }

  #bytes(bytes: Uint8Array): void {
    if (this.#snapshot) {
      // The redraw is no part of the stream.
      this.#snapshot = false;
      return this.#sink.write(bytes, () => {});
    }
    this.#received += bytes.length;
    const [end, epoch] = [this.#received, this.#epoch];
    this.#sink.write(bytes, () => {
      if (epoch !== this.#epoch) return;
      this.#parsed = end;
      clearTimeout(this.#ackTimer);
      if (this.#parsed - this.#acked >= LIMITS.ackEvery) this.#ack();
      else this.#ackTimer = setTimeout(() => this.#ack(), IDLE_ACK);
    });
  }

  #ack(): void {
    if (!this.#greeted || this.#parsed <= this.#acked) return;
    this.#acked = this.#parsed;
    this.#send({ type: "ack", offset: this.#acked });
  }

  #closed(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#greeted = false;
    clearTimeout(this.#silence);
    this.#silence = undefined;
    if (REFUSALS.has(code)) {
      this.#over = true;
      return this.#sink.refused(code);
    }
    this.#sink.online(false, false);
    this.#retryTimer = setTimeout(() => this.connect(), this.#delay);
    this.#delay = Math.min(RETRY_MAX, this.#delay * 2);
  }

  #send(frame: ClientFrame): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  #sendKeys(): void {
    if (!this.#greeted) return;
    for (const frame of this.#keystrokes.send()) this.#socket?.send(frame);
    if (this.#keystrokes.unsure) this.#awaitWord();
  }

  /** The server answers within a second or so; a connection on which it does not is dead. */
  #awaitWord(): void {
    const socket = this.#socket;
    this.#silence ??= setTimeout(() => {
      if (!socket || socket !== this.#socket) return;
      socket.onclose = null;
      socket.close();
      this.#closed(socket, 1006);
    }, SILENCE);
  }
}

/** A name of our own under which the server counts what we type. */
function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
