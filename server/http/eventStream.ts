import type { FastifyReply } from "fastify";
import type { LabRecord } from "../labs/record.ts";

/** A comment now and then keeps proxies from closing a silent stream (ms). */
const HEARTBEAT = 20_000;

/**
 * A lab's events as they happen, the whole lab first; the stream ends with the lab.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamEvents(lab: LabRecord, reply: FastifyReply): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  const send = (event: string, data: unknown) =>
    raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  send("state", lab.view());
  if (lab.state === "ended") {
    raw.end();
    return;
  }
  const stopListening = lab.listen((event, data) => {
    send(event, data);
    if (lab.state === "ended") raw.end();
  });
  const heartbeat = setInterval(() => raw.write(": \n\n"), HEARTBEAT);
  raw.on("close", () => {
    clearInterval(heartbeat);
    stopListening();
  });
}
