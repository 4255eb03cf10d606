import type { Socket } from "node:net";
import type { WebSocket } from "ws";
import type { ViewerSocket } from "../terminals/viewers.ts";
import { binaryFrame, SMALL_FRAME } from "./binaryFrame.ts";

/** A client that does not answer for this long is gone (ms); one that only stalls may take half a minute. */
const HEARTBEAT = 45_000;

/**
 * A viewer over a WebSocket, watched: a laptop that falls asleep closes nothing by itself.
 * @param connection what the WebSocket, which must not compress, runs on.
 */
export function viewerSocket(socket: WebSocket, connection: Socket): ViewerSocket {
  let alive = true;
  socket.on("pong", () => {
    alive = true;
  });
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, HEARTBEAT);
  socket.on("close", () => clearInterval(heartbeat));
  return {
    send(data) {
      // The echo of a key takes one write; `ws`, which queues nothing here, writes to the same connection.
      if (data.length > SMALL_FRAME) socket.send(data, { binary: true, compress: false });
      else if (socket.readyState === socket.OPEN) connection.write(binaryFrame(data));
    },
    tell: (frame) => socket.send(JSON.stringify(frame)),
    close: (code, reason) => socket.close(code, reason),
  };
}
