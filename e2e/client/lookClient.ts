import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { WebSocket } from "ws";
import {
  type ClientFrame,
  type KeyboardState,
  type ServerFrame,
  TERMINAL_PROTOCOL,
} from "../../server/protocol.ts";
import type { LabClient } from "./labClient.ts";

/** Somebody who looks on by the contract: at a student's terminal, or at a demonstration. */
export class LookClient {
  readonly frames: ServerFrame[] = [];
  /** Everything that was shown, as text. */
  text = "";
  closed: number | undefined;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    let offset = 0;
    let redraw = false;
    socket.on("message", (data: Buffer, isBinary) => {
      if (!isBinary) {
        const frame = JSON.parse(data.toString()) as ServerFrame;
        this.frames.push(frame);
        if (frame.type === "hello") [offset, redraw] = [frame.offset, frame.mode === "snapshot"];
        return;
      }
      this.text += data.toString("utf8");
      if (redraw) redraw = false;
      else offset += data.length;
      this.#send({ type: "ack", offset });
    });
    socket.on("close", (code) => (this.closed = code));
  }

  /** @param path below the server's address */
  static async open(person: LabClient, path: string): Promise<LookClient> {
    const socket = new WebSocket(
      `${person.url.replace("http", "ws")}${path}?cols=33&rows=7&writer=${randomUUID()}`,
      TERMINAL_PROTOCOL,
      { origin: person.url, headers: { cookie: person.cookie }, perMessageDeflate: false },
    );
    const client = new LookClient(socket);
    await once(socket, "open");
    return client;
  }

  /** How the keyboard stands, as it was told last. */
  get keyboard(): KeyboardState {
    const told = this.frames.filter((frame) => frame.type === "keyboard").at(-1);
    return told?.state ?? "none";
  }

  type(text: string): void {
    this.#socket.send(Buffer.from(text), { binary: true });
  }

  ask(want: boolean): void {
    this.#send({ type: "keyboard", want });
  }

  resize(cols: number, rows: number): void {
    this.#send({ type: "resize", cols, rows });
  }

  async close(): Promise<void> {
    const closed = once(this.#socket, "close");
    this.#socket.close();
    await closed;
  }

  #send(frame: ClientFrame): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}
