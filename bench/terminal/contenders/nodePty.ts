import { join } from "node:path";
import { once } from "node:events";
import { WebSocket } from "ws";
import { startChild } from "../child.ts";
import type { Contender } from "../contender.ts";
import { Screen } from "../screen.ts";

const MAIN = join(import.meta.dirname, "../gateways/nodePty.ts");
/** How long a shell may take to end when it is told to (ms). */
const EXIT_PATIENCE = 5_000;

/** node-pty running `lxc exec`, behind the smallest WebSocket server: what most peers are made of. */
export const NODE_PTY: Contender = {
  name: "nodePty",
  label: "node-pty + lxc exec",
  async start(ground) {
    const server = await startChild((port) => [process.execPath, MAIN, String(port), ground.enter]);
    return {
      pid: server.pid,
      stop: () => server.stop(),
      async open() {
        const socket = new WebSocket(`ws://127.0.0.1:${server.port}`, { perMessageDeflate: false });
        const screen = new Screen();
        socket.on("message", (data: Buffer) => screen.push(data));
        socket.on("close", (code) => screen.end(String(code)));
        await once(socket, "open");
        return {
          screen,
          type: (text) => socket.send(Buffer.from(text)),
          stall: () => socket.pause(),
          resume: () => socket.resume(),
          async close() {
            socket.send(Buffer.from("\u0015exit\r"));
            await screen.closed(EXIT_PATIENCE);
            socket.terminate();
          },
        };
      },
    };
  },
};
