import type { FastifyReply } from "fastify";

/** A comment now and then keeps proxies from closing a silent stream (ms). */
const HEARTBEAT = 20_000;
/** How soon a page that lost its stream comes back (ms). */
const RETRY = 1_000;
/** Bytes that may wait for a page that does not read them: it gets everything anew when it comes back. */
const MOST_WAITING = 4 * 1024 * 1024;

/** A stream of events to one page. */
export interface EventStream {
  send(event: string, data: unknown): void;
  end(): void;
  /** Does something once when the page has gone. */
  onClose(act: () => void): void;
}

/**
 * Answers with server-sent events.
 * @param beat is called with every heartbeat
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function openEventStream(
  reply: FastifyReply,
  beat: () => void = () => undefined,
): EventStream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  raw.write(`retry: ${RETRY}\n\n`);
  const heartbeat = setInterval(() => {
    raw.write(": \n\n");
    beat();
  }, HEARTBEAT);
  raw.on("close", () => clearInterval(heartbeat));
  return {
    send(event, data) {
      if (raw.writableLength > MOST_WAITING) raw.destroy();
      else raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    end: () => void raw.end(),
    onClose: (act) => void raw.on("close", act),
  };
}
