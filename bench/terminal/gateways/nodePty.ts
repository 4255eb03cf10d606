import { spawn } from "@lydell/node-pty";
import { WebSocketServer } from "ws";

// The usual gateway in its smallest form: node-pty, a command, a WebSocket, nothing else. Arguments are PORT and
// the command.
const [port = "", command = ""] = process.argv.slice(2);

new WebSocketServer({ host: "127.0.0.1", port: Number(port), perMessageDeflate: false }).on(
  "connection",
  (socket) => {
    const pty = spawn(command, [], { name: "xterm-256color", cols: 80, rows: 24, encoding: null });
    // With `encoding: null` node-pty gives and takes Buffers, whatever its types say.
    pty.onData((chunk) => socket.send(chunk as unknown as Buffer));
    pty.onExit(() => socket.close());
    socket.on("message", (data: Buffer) => pty.write(data as unknown as string));
    socket.on("close", () => {
      try {
        pty.kill("SIGHUP");
      } catch {
        // It has ended already: that is why the socket was closed.
      }
    });
  },
);
process.on("SIGTERM", () => process.exit(0));
