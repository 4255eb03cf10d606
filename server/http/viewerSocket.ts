import type { WebSocket } from "ws";
import type { ViewerSocket } from "../terminals/viewers.ts";

/** A client that does not answer for this long is gone (ms); one that only stalls may take half a minute. */
const HEARTBEAT = 45_000;

/** A viewer over a WebSocket, watched: a laptop that falls asleep closes nothing by itself. */
export function viewerSocket(socket: WebSocket): ViewerSocket {
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
    send: (data) => socket.send(data, { binary: true, compress: false }),
    tell: (frame) => socket.send(JSON.stringify(frame)),
    close: (code, reason) => socket.close(code, reason),
  };
}
