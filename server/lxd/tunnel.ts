import { once } from "node:events";
import { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { LxdClient } from "./client.ts";
import { waitCommand } from "./commandEnd.ts";
import { beginExec, sendSignal } from "./execSession.ts";
import { GREETING, REFUSED, relayCommand } from "./relay.ts";

/** How long a connection within the machine may take to be there (ms). */
const CONNECT_PATIENCE = 10_000;
/** How long LXD may take to end a relay that was killed, before its sockets are cut (ms). */
const KILL_PATIENCE = 2_000;
/** How long the sockets may take to close politely, before they are cut (ms). */
const CLOSE_PATIENCE = 500;
/** SIGKILL. */
const KILL = 9;
/** `nobody`: to connect needs no right. */
const NOBODY = 65534;

/** Nothing in the machine listens on the port. */
export class PortRefused extends Error {}

/**
 * A TCP connection to a port inside an instance, over a non-interactive exec: no network leads there, it reaches what
 * listens on the loopback only, and works with a distant LXD. The caller must end or destroy it.
 * @throws {PortRefused} {LxdError} {LxdUnreachable}
 */
export async function openTunnel(
  client: LxdClient,
  instance: string,
  port: number,
): Promise<Tunnel> {
  const session = await beginExec(client, instance, {
    command: relayCommand(port),
    user: NOBODY,
    group: NOBODY,
    cwd: "/",
    interactive: false,
  });
  const sockets = {
    input: session.open("0"),
    output: session.open("1"),
    errors: session.open("2"),
    control: session.open("control"),
  };
  const tunnel = new Tunnel(client, session.operation, sockets);
  const timer = setTimeout(
    () => tunnel.destroy(new Error("la machine n’a pas répondu à temps")),
    CONNECT_PATIENCE,
  );
  try {
    await tunnel.connected;
    return tunnel;
  } finally {
    clearTimeout(timer);
  }
}

interface ExecSockets {
  input: WebSocket;
  output: WebSocket;
  errors: WebSocket;
  control: WebSocket;
}

/** A connection as Node's HTTP client wants one: a Duplex with the few methods of a `net.Socket` that it calls. */
export class Tunnel extends Duplex {
  /** Resolves when the port has accepted. */
  readonly connected: Promise<void>;
  readonly #client: LxdClient;
  readonly #operation: string;
  readonly #sockets: ExecSockets;
  readonly #opened: Promise<unknown>;
  readonly #greeted = Promise.withResolvers<void>();
  /** The relay has ended and LXD has sent all that it wrote. */
  readonly #ended = Promise.withResolvers<void>();
  #isGreeted = false;
  #isEnded = false;
  #idle: NodeJS.Timeout | undefined;
  /** ms; 0: never. */
  timeout = 0;

  constructor(client: LxdClient, operation: string, sockets: ExecSockets) {
    super({ allowHalfOpen: true });
    this.#client = client;
    this.#operation = operation;
    this.#sockets = sockets;
    this.connected = this.#greeted.promise;
    const all = Object.values(sockets) as WebSocket[];
    this.#opened = Promise.all(all.map((socket) => once(socket, "open")));
    // Who destroys us hears of it in `close`; nobody else need wait for what did not open.
    this.#opened.catch((error: Error) => this.destroy(error));
    this.connected.catch(() => undefined);
    for (const socket of all) {
      // LXD hangs up as soon as the relay has ended, on whatever we still say.
      socket.on("error", (error) => this.#isEnded || this.destroy(error));
    }
    sockets.output.on("message", (chunk: Buffer, isBinary) => {
      // An empty text frame is LXD's barrier: the relay has ended and all its output was sent.
      if (isBinary) this.#take(chunk);
      else this.#finish();
    });
    sockets.output.on("close", () => {
      if (!this.#isEnded) this.destroy(new Error("connexion à LXD perdue"));
      this.#ended.resolve();
    });
  }

  /** As in `net.Socket`: `timeout` is emitted after so long without a byte; 0 takes `listener` away. */
  setTimeout(timeout: number, listener?: () => void): this {
    this.timeout = timeout;
    if (listener && timeout === 0) this.removeListener("timeout", listener);
    else if (listener) this.once("timeout", listener);
    this.#stir();
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    this.#sockets.output.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#stir();
    if (this.#isEnded) return done(new Error("la connexion est fermée de l’autre côté"));
    this.#sockets.input.send(chunk, { binary: true }, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    // The barrier, our way: LXD closes the relay's input.
    if (this.#isEnded) return done();
    this.#sockets.input.send("", (error) => done(this.#isEnded ? null : error));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#idle);
    this.#greeted.reject(error ?? new Error("connexion fermée"));
    // Before it is connected, `connected` tells; there is nobody yet to hear an event.
    const told = this.#isGreeted ? error : null;
    void this.#takeDown().then(() => done(told));
  }

  #take(chunk: Buffer): void {
    this.#stir();
    const bytes = this.#isGreeted ? chunk : this.#greet(chunk);
    if (bytes.length > 0 && !this.push(bytes)) this.#sockets.output.pause();
  }

  #greet(chunk: Buffer): Buffer {
    if (chunk[0] !== GREETING) {
      this.destroy(new Error("le relais dit autre chose que ce qui est convenu"));
      return Buffer.alloc(0);
    }
    this.#isGreeted = true;
    this.#greeted.resolve();
    return chunk.subarray(1);
  }

  /** The relay ended: of itself, or killed by `#takeDown`. */
  #finish(): void {
    this.#isEnded = true;
    this.#ended.resolve();
    if (this.#isGreeted) {
      this.push(null);
      // Nobody reads the other way any more.
      if (!this.writableEnded) this.end();
      return;
    }
    void this.#whyNot().then((error) => this.destroy(error));
  }

  async #whyNot(): Promise<Error> {
    const operation = await waitCommand(this.#client, this.#operation, KILL_PATIENCE).catch(
      (error: Error) => error,
    );
    if (operation instanceof Error) return operation;
    const status = operation.metadata?.return;
    if (status === REFUSED) return new PortRefused("rien n’écoute sur ce port");
    return new Error(`le relais n’a pas démarré (${status})`);
  }

  /** Kills the relay, waits for the barrier, then closes: the order that leaves no operation in LXD. */
  async #takeDown(): Promise<void> {
    const { input, output, errors, control } = this.#sockets;
    output.resume();
    const timer = setTimeout(() => this.#ended.resolve(), KILL_PATIENCE);
    try {
      await Promise.race([this.#opened, this.#ended.promise]);
      sendSignal(control, KILL);
      await this.#ended.promise;
    } catch {
      // A socket that did not open, since the instance or the daemon is gone: nothing is left to kill.
    }
    clearTimeout(timer);
    const sockets = [control, input, output, errors];
    for (const socket of sockets) socket.close();
    // A flood that the relay left unread stands in the way of a polite end: LXD would run the command on.
    setTimeout(() => sockets.forEach((socket) => socket.terminate()), CLOSE_PATIENCE);
  }

  #stir(): void {
    clearTimeout(this.#idle);
    if (this.timeout > 0 && !this.destroyed)
      this.#idle = setTimeout(() => this.emit("timeout"), this.timeout).unref();
  }
}
