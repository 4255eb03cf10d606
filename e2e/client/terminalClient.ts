import { once } from "node:events";
import { WebSocket } from "ws";
import { type ServerFrame, TERMINAL_PROTOCOL } from "../../server/protocol.ts";
import type { LabClient } from "./labClient.ts";

/** A terminal's socket by the contract: counts and acknowledges bytes, keeps what it saw. */
export class TerminalClient {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  /** Everything that was shown, as text. */
  text = "";
  /** Bytes of the stream so far. */
  offset = 0;
  closed: { code: number; reason: string } | undefined;
  #redraw = false;
  readonly #listeners = new Set<(chunk: Buffer) => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) this.#onBytes(data);
      else this.#onFrame(JSON.parse(data.toString()) as ServerFrame);
    });
    socket.on("close", (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
  }

  /** Opens the socket; `origin` and `cookie` are those of the site and the person unless told. */
  static async open(
    person: LabClient,
    lab: string,
    options: { name?: string; from?: number; cols?: number; rows?: number; origin?: string } = {},
  ): Promise<TerminalClient> {
    const { name = "main", from = 0, cols = 80, rows = 24, origin = person.url } = options;
    const query = new URLSearchParams({
      cols: String(cols),
      rows: String(rows),
      from: String(from),
    });
    const socket = new WebSocket(
      `${person.url.replace("http", "ws")}/api/labs/${lab}/terminals/${name}?${query}`,
      TERMINAL_PROTOCOL,
      { origin, headers: { cookie: person.cookie }, perMessageDeflate: false },
    );
    const client = new TerminalClient(socket);
    await once(socket, "open");
    return client;
  }

  /** Hears every chunk of output. */
  onData(listener: (chunk: Buffer) => void): void {
    this.#listeners.add(listener);
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text), { binary: true });
  }

  /** Waits until the text shown since `after` matches. @param timeout ms */
  async see(pattern: RegExp, { after = 0, timeout = 30_000 } = {}): Promise<RegExpExecArray> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const match = pattern.exec(this.text.slice(after));
      if (match) return match;
      if (Date.now() > deadline)
        throw new Error(`${pattern} pas vu en ${timeout} ms dans : ${this.text.slice(-2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Waits for the socket's close. */
  async end(timeout = 30_000): Promise<{ code: number; reason: string }> {
    if (!this.closed) await once(this.socket, "close", { signal: AbortSignal.timeout(timeout) });
    return this.closed as { code: number; reason: string };
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.end();
  }

  #onFrame(frame: ServerFrame): void {
    this.frames.push(frame);
    if (frame.type !== "hello") return;
    this.offset = frame.offset;
    this.#redraw = frame.mode === "snapshot";
  }

  #onBytes(chunk: Buffer): void {
    this.text += chunk.toString("utf8");
    if (this.#redraw) this.#redraw = false;
    else this.offset += chunk.length;
    this.socket.send(JSON.stringify({ type: "ack", offset: this.offset }));
    for (const listener of this.#listeners) listener(chunk);
  }
}
