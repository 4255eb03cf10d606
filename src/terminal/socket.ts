import {
  CLOSE,
  LIMITS,
  TERMINAL_PROTOCOL,
  type ClientFrame,
  type ServerFrame,
} from "../../server/protocol.ts";

/** Back-off between two attempts at a lost connection, in milliseconds. */
const RETRY_MIN = 250;
const RETRY_MAX = 5000;
/** Keystrokes kept while the connection is away, in bytes. */
const PENDING_MAX = 64 * 1024;
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
  #pending: Uint8Array<ArrayBuffer>[] = [];
  #pendingBytes = 0;

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
    const url = `${this.#options.url}?cols=${cols}&rows=${rows}&from=${this.#received}`;
    const socket = this.#options.open(url, TERMINAL_PROTOCOL);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === "string") this.#frame(JSON.parse(data) as ServerFrame);
      else this.#bytes(new Uint8Array(data));
    };
    socket.onclose = ({ code }) => this.#closed(socket, code);
    this.#socket = socket;
    this.#greeted = false;
  }

  /** Sends keystrokes, or keeps them until the connection is back; beyond 64 KiB they are dropped. */
  type(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#socket && this.#greeted) return this.#sendBytes(bytes);
    if (this.#over || this.#pendingBytes + bytes.length > PENDING_MAX) return;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  /** Tells the shell its size, in cells, within the protocol's limits. */
  resize(cols: number, rows: number): void {
    if (this.#greeted) this.#send({ type: "resize", cols, rows });
  }

  /** Hangs up for good. */
  dispose(): void {
    this.#over = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#ackTimer);
    this.#socket?.close(1000);
    this.#socket = null;
  }

  #frame(frame: ServerFrame): void {
    if (frame.type === "size") this.#sink.resize(frame.cols, frame.rows);
    else if (frame.type === "exit") {
      this.dispose();
      this.#sink.exited(frame.code);
    } else {
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
      const pending = this.#pending;
      this.#pending = [];
      this.#pendingBytes = 0;
      for (const bytes of pending) this.#sendBytes(bytes);
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

  #sendBytes(bytes: Uint8Array<ArrayBuffer>): void {
    for (let at = 0; at < bytes.length; at += LIMITS.clientFrame) {
      this.#socket?.send(bytes.subarray(at, at + LIMITS.clientFrame));
    }
  }
}
