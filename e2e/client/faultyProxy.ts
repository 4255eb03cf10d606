import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** What becomes of one connection through the proxy. */
export interface Fate {
  /** Bytes, in both directions together, after which it is cut; never, unless told. */
  cutAfter?: number;
  /** With a reset (RST, what is on the way is lost) or an end (FIN) without WebSocket's farewell; reset unless told. */
  cutBy?: "reset" | "end";
  /** Pause before each piece is passed on, in either direction (ms). */
  latency?: number;
  /** Passes on at most so many bytes at once (trickle). */
  piece?: number;
}

/** How long a connection may still live (bytes). */
interface Life {
  /** Nothing passes any more, and nobody is told. */
  dead: boolean;
  left(): number;
  spend(bytes: number): void;
}

/** A network between client and server that does what networks do, but for changing the order of bytes. */
export class FaultyProxy {
  readonly url: string;
  /** Asked for each new connection. */
  fate: () => Fate = () => ({});
  /** How many connections were cut. */
  cuts = 0;
  /** A network that is away: connections stay open, nothing passes, and nobody is told. What waits passes later. */
  silent = false;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #lives = new Set<Life>();

  private constructor(server: Server, target: URL) {
    this.#server = server;
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    server.on("connection", (client) => this.#join(client, target));
  }

  /** @param target address of the server, `http://host:port`. */
  static async start(target: string): Promise<FaultyProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FaultyProxy(server, new URL(target));
  }

  /** Cuts all connections that there are, with a reset. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Another network is used from now on: connections that there are pass nothing more, and nobody is told. */
  pullCable(): void {
    for (const life of this.#lives) life.dead = true;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.cutAll();
    await once(this.#server, "close");
  }

  #join(client: Socket, target: URL): void {
    const fate = this.fate();
    const server = connect({ port: Number(target.port), host: target.hostname, noDelay: true });
    const pair = [client, server];
    for (const socket of pair) {
      this.#sockets.add(socket);
      // The other half of a pair that is cut.
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        this.#sockets.delete(socket);
        for (const other of pair) other.destroy();
      });
    }
    let left = fate.cutAfter ?? Infinity;
    /** Takes so many bytes of what the connection has to live; cuts it when that was the last. */
    const spend = (bytes: number) => {
      left -= bytes;
      if (left > 0) return;
      left = Infinity;
      this.cuts++;
      for (const socket of pair) {
        if (fate.cutBy === "end") socket.end(() => socket.destroy());
        else socket.resetAndDestroy();
      }
    };
    const life = { dead: false, left: () => left, spend };
    this.#lives.add(life);
    client.on("close", () => this.#lives.delete(life));
    // A half that ended by itself has closed the other already.
    void this.#carry(client, server, fate, life).catch(() => client.destroy());
    void this.#carry(server, client, fate, life).catch(() => client.destroy());
  }

  /** Passes bytes on; reads no more than what was taken, so that a slow end slows the other. */
  async #carry(from: Socket, to: Socket, fate: Fate, life: Life): Promise<void> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const piece = fate.piece ?? chunk.length;
      for (let at = 0; at < chunk.length; at += piece) {
        if (fate.latency) await delay(fate.latency);
        while (this.silent || life.dead) await delay(20);
        if (to.destroyed) return;
        const part = chunk.subarray(at, Math.min(at + piece, at + life.left()));
        if (!to.write(part)) await once(to, "drain");
        life.spend(part.length);
      }
    }
    to.end();
  }
}
