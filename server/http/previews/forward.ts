import { type Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import { requestHeaders, responseHeaders } from "./headers.ts";

/** How long a program of a lab may take until it begins to answer (ms). */
const PATIENCE = 60_000;

/** Methods that may be sent again when a kept connection turns out to be closed. */
export const REPEATABLE = new Set(["GET", "HEAD", "OPTIONS"]);

/** The program took the connection and said nothing. */
export class NoAnswer extends Error {}

/** Where a request is sent, and what of it stays between the browser and us. */
export interface Route {
  agent: Agent;
  port: number;
  /** Name of our cookie. */
  cookie: string;
  /** Whether the browser came over HTTPS. */
  secure: boolean;
}

/**
 * Sends a request on and its answer back, neither of them ever whole in memory; resolves at the answer's end.
 * @throws what the agent throws, {NoAnswer}, or the connection's error, as long as nothing was answered
 */
export async function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  route: Route,
): Promise<void> {
  const answer = await ask(incoming, outgoing, route);
  const headers = responseHeaders(answer.rawHeaders, route.cookie, route.port);
  try {
    outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
  } catch (error) {
    // A status or a field that Node reads and will not write: the connection must not stay with it.
    answer.destroy();
    throw error;
  }
  // What breaks off on either side breaks off on the other: there is nobody left to tell.
  await new Promise<void>((resolve) => pipeline(answer, outgoing, () => resolve()));
}

function ask(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  route: Route,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const upstream = request({
      agent: route.agent,
      method: incoming.method ?? "GET",
      path: incoming.url ?? "/",
      headers: framed(incoming, requestHeaders(incoming.rawHeaders, route.cookie, route.secure)),
    });
    const timer = setTimeout(() => upstream.destroy(new NoAnswer()), PATIENCE);
    upstream.on("response", (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    upstream.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      // The program closed a kept connection just as we took it again: another one will do.
      const again = upstream.reusedSocket && REPEATABLE.has(incoming.method ?? "");
      if (again && !outgoing.destroyed) ask(incoming, outgoing, route).then(resolve, reject);
      else reject(error);
    });
    outgoing.on("close", () => outgoing.writableFinished || upstream.destroy());
    incoming.on("error", (error) => upstream.destroy(error));
    incoming.pipe(upstream);
  });
}

/** A body without a length was chunked: we say so again, since Node does only for methods that usually have one. */
function framed({ headers }: IncomingMessage, raw: string[]): string[] {
  return headers["transfer-encoding"] ? [...raw, "Transfer-Encoding", "chunked"] : raw;
}
