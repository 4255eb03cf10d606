import type { FastifyReply } from "fastify";
import type { LabRecord } from "../labs/record.ts";
import { openEventStream } from "./sse.ts";

/** A lab's events as they happen, the whole lab first; the stream ends with the lab. */
export function streamEvents(lab: LabRecord, reply: FastifyReply): void {
  const { send, end, onClose } = openEventStream(reply);
  send("state", lab.view());
  if (lab.state === "ended") {
    end();
    return;
  }
  const stopListening = lab.listen((event, data) => {
    send(event, data);
    if (lab.state === "ended") end();
  });
  onClose(stopListening);
}
