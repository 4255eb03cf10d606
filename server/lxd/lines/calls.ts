import { once } from "node:events";
import { chmod, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { FRAME, FrameReader } from "./frames.ts";

/** Connections that one lab may hold at once: a lab has a few terminals. */
const CONNECTIONS = 32;
/** How long a caller may take to say its name (ms). */
const NAME_PATIENCE = 2_000;
/** How long a keeper may take to call (ms). */
const CALL_PATIENCE = 10_000;

/** What a keeper says first: its name, where its shell began, the bytes that it has. */
const HELLO = /^([a-z0-9-]+) (\d{1,15}) (\d{1,15}) (\d{1,15})$/;

/** A keeper that called: which bytes it has, and the way to it. It has sent nothing else yet, and waits for `from`. */
export interface Call {
  socket: Socket;
  /** Offset at which the shell began. */
  base: number;
  /** Offset of the oldest byte that it kept. */
  first: number;
  /** Offset of the next byte to come. */
  next: number;
}

interface Waiting {
  resolve(call: Call): void;
  reject(error: Error): void;
}

/** The socket of one lab, on which its keepers call. Who is not waited for is sent away. */
export class Calls {
  readonly #server: Server;
  readonly #waiting = new Map<string, Waiting>();
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    server.maxConnections = CONNECTIONS;
    server.on("connection", (socket) => this.#answer(socket));
  }

  /** Listens at a path, where a server before this one may have left its socket. @throws when it cannot. */
  static async listen(path: string): Promise<Calls> {
    await rm(path, { force: true });
    const server = createServer();
    const calls = new Calls(server);
    server.listen(path);
    await once(server, "listening");
    // The lab's users are nobody's on this side.
    await chmod(path, 0o666);
    return calls;
  }

  /** Waits for the keeper of a terminal. @param patience in ms. @throws when it does not call in time. */
  expect(
    name: string,
    patience = CALL_PATIENCE,
  ): { call: Promise<Call>; cancel(error: Error): void } {
    const { promise, resolve, reject } = Promise.withResolvers<Call>();
    const timer = setTimeout(() => reject(new Error(`${name} n’a pas appelé`)), patience);
    const waiting = { resolve, reject };
    this.#waiting.set(name, waiting);
    const call = promise.finally(() => {
      clearTimeout(timer);
      if (this.#waiting.get(name) === waiting) this.#waiting.delete(name);
    });
    return { call, cancel: reject };
  }

  /** Lets go of all keepers; they keep their shells. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #answer(socket: Socket): void {
    this.#sockets.add(socket);
    const timer = setTimeout(() => socket.destroy(), NAME_PATIENCE);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      this.#sockets.delete(socket);
    });
    const reader = new FrameReader({
      data: () => socket.destroy(),
      frame: (kind, body) => {
        clearTimeout(timer);
        socket.off("data", listen);
        const said = kind === FRAME.hello ? HELLO.exec(body.toString()) : null;
        const [base = NaN, first = NaN, next = NaN] = said?.slice(2).map(Number) ?? [];
        const waiting = this.#waiting.get(said?.[1] ?? "");
        if (!waiting || !(base <= first && first <= next)) return void socket.destroy();
        socket.pause();
        waiting.resolve({ socket, base, first, next });
      },
    });
    const listen = (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        // No keeper of ours: the lab's own doing.
        socket.destroy();
      }
    };
    socket.on("data", listen);
  }
}
