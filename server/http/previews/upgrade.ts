import { type IncomingMessage, request, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type Duplex, pipeline } from "node:stream";
import { NoAnswer, type Route } from "./forward.ts";
import { type RawHeaders, requestHeaders, responseHeaders } from "./headers.ts";

/** How long a program of a lab may take to answer the handshake (ms). */
const PATIENCE = 20_000;

/**
 * Sends a WebSocket's handshake on; then bytes go both ways until one side ends. Resolves when they begin to, or when
 * the program's refusal was passed on. @throws like `forward`
 */
export function forwardUpgrade(
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  route: Route,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = requestHeaders(incoming.rawHeaders, route.cookie, route.secure);
    const upstream = request({
      agent: route.agent,
      method: "GET",
      path: incoming.url ?? "/",
      headers: [...headers, ...upgradeOf(incoming)],
    });
    const timer = setTimeout(() => upstream.destroy(new NoAnswer()), PATIENCE);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    upstream.on("upgrade", (answer, tunnel, first) => {
      done();
      const cleaned = responseHeaders(answer.rawHeaders, route.cookie, route.port);
      writeHead(socket, answer, [...cleaned, ...upgradeOf(answer)]);
      socket.write(first);
      tunnel.write(head);
      (socket as Socket).setNoDelay(true);
      // Either side's end is the other's: `pipeline` destroys both, and there is nobody left to tell.
      pipeline(tunnel, socket, tunnel, () => undefined);
    });
    upstream.on("response", (answer) => {
      done();
      const cleaned = responseHeaders(answer.rawHeaders, route.cookie, route.port);
      writeHead(socket, answer, [...cleaned, "Connection", "close"]);
      pipeline(answer, socket, () => undefined);
    });
    upstream.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.on("close", () => upstream.destroy());
    upstream.end();
  });
}

/** What was taken away as hop by hop, and is meant for the other side this time. */
function upgradeOf({ headers }: IncomingMessage): RawHeaders {
  return ["Connection", "Upgrade", "Upgrade", headers.upgrade ?? "websocket"];
}

function writeHead(socket: Duplex, answer: IncomingMessage, headers: RawHeaders): void {
  const status = answer.statusCode ?? 502;
  const lines = [`HTTP/1.1 ${status} ${answer.statusMessage || STATUS_CODES[status]}`];
  for (let i = 0; i + 1 < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  socket.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}
