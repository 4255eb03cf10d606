import { once } from "node:events";
import { WebSocket } from "ws";
import { hasCommand } from "../../../server/lxd/command.ts";
import { startChild } from "../child.ts";
import { Absent, type Contender } from "../contender.ts";
import { Screen } from "../screen.ts";

/** First character of a frame, either way: output of the shell, and input for it. */
const DATA = "0";
/** How long a shell may take to end when it is told to (ms). */
const EXIT_PATIENCE = 5_000;

/** ttyd, where it is on the machine. @see https://github.com/tsl0922/ttyd */
export const TTYD: Contender = {
  name: "ttyd",
  label: "ttyd",
  async start(ground) {
    if (!(await hasCommand("ttyd"))) throw new Absent("pas sur cette machine");
    const server = await startChild((port) => [
      ...(["ttyd", "--interface", "127.0.0.1", "--port", String(port)] as const),
      ...["--writable", ground.enter],
    ]);
    return {
      pid: server.pid,
      stop: () => server.stop(),
      async open() {
        const url = `ws://127.0.0.1:${server.port}/ws`;
        const socket = new WebSocket(url, "tty", { perMessageDeflate: false });
        const screen = new Screen();
        socket.on("message", (frame: Buffer) => {
          if (frame[0] === DATA.charCodeAt(0)) screen.push(frame.subarray(1));
        });
        socket.on("close", (code) => screen.end(String(code)));
        await once(socket, "open");
        socket.send(Buffer.from(JSON.stringify({ AuthToken: "", columns: 80, rows: 24 })));
        return {
          screen,
          type: (text) => socket.send(Buffer.from(DATA + text)),
          stall: () => socket.pause(),
          resume: () => socket.resume(),
          async close() {
            socket.send(Buffer.from(`${DATA}\u0015exit\r`));
            await screen.closed(EXIT_PATIENCE);
            socket.terminate();
          },
        };
      },
    };
  },
};
