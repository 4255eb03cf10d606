import { createRequire } from "node:module";
import { join } from "node:path";
import type { Socket } from "node:net";
import { startChild } from "../child.ts";
import type { Contender, Session } from "../contender.ts";
import { npmPeer } from "../peers.ts";
import { Screen } from "../screen.ts";

const VERSION = "3.2.0";
/** Its page acknowledges every so many characters (FlowControlClient in its source). */
const COMMIT = 262_144;
/** How long a shell may take to end when it is told to (ms). */
const EXIT_PATIENCE = 5_000;

/** The part of socket.io's client that is used here; the package is wetty's own. */
interface SocketIo {
  on(event: string, listener: (data: string) => void): SocketIo;
  once(event: string, listener: (data: string) => void): SocketIo;
  emit(event: string, data: unknown): SocketIo;
  disconnect(): SocketIo;
  /** `ws` is null once the connection is over. */
  io: { engine: { transport: { ws: { _socket: Socket } | null } } };
}
type Connect = (url: string, options: object) => SocketIo;

/** wetty, over socket.io as its page speaks it. @see https://github.com/butlerx/wetty */
export const WETTY: Contender = {
  name: "wetty",
  label: `wetty ${VERSION}`,
  async start(ground) {
    const folder = await npmPeer(ground.peersDir, "wetty", VERSION);
    const require = createRequire(join(folder, "node_modules/wetty/package.json"));
    const { io } = require("socket.io-client") as { io: Connect };
    const main = join(folder, "node_modules/wetty/build/main.js");
    const options = ["--host", "127.0.0.1", "--base", "/wetty/", "--command", ground.enter];
    const server = await startChild((port) => [
      process.execPath,
      main,
      "--port",
      String(port),
      ...options,
    ]);
    return {
      pid: server.pid,
      stop: () => server.stop(),
      open: () => openSession(io, `http://127.0.0.1:${server.port}`),
    };
  },
};

async function openSession(io: Connect, url: string): Promise<Session> {
  const socket = io(url, {
    path: "/wetty/socket.io",
    forceNew: true,
    reconnection: false,
    // Its page begins with HTTP and changes over; straight to the WebSocket is the faster of both.
    transports: ["websocket"],
  });
  const screen = new Screen();
  let uncommitted = 0;
  socket.on("data", (text) => {
    uncommitted += text.length;
    if (uncommitted >= COMMIT) {
      uncommitted -= COMMIT;
      socket.emit("commit", COMMIT);
    }
    screen.push(text);
  });
  socket.on("logout", () => screen.end("logout"));
  socket.on("disconnect", (reason) => screen.end(reason));
  await Promise.race([
    new Promise<void>((resolve) => socket.once("connect", () => resolve())),
    new Promise<void>((_, reject) =>
      socket.once("connect_error", (error) => reject(new Error(String(error)))),
    ),
  ]);
  socket.emit("resize", { cols: 80, rows: 24 });
  const stream = () => socket.io.engine.transport.ws?._socket;
  return {
    screen,
    type: (text) => socket.emit("input", text),
    stall: () => stream()?.pause(),
    resume: () => stream()?.resume(),
    async close() {
      socket.emit("input", "\u0015exit\r");
      await screen.closed(EXIT_PATIENCE);
      socket.disconnect();
    },
  };
}
