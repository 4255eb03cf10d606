import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { z } from "zod";
import { AtelierError } from "../errors.ts";
import { CLOSE, LIMITS, type ClientFrame } from "../protocol.ts";
import { TERMINAL_NAME } from "../terminals/studentShell.ts";
import type { Attachment } from "../terminals/terminal.ts";
import type { LabServices } from "./labs.ts";
import type { Origins } from "./origins.ts";
import { personOf } from "./session.ts";
import { viewerSocket } from "./viewerSocket.ts";

const cells = z.number().int().min(1).max(10_000);
/** Where everything is text; a frame, which is JSON, must have numbers. */
const cellsInText = z.coerce.number().pipe(cells);

const query = z.object({
  cols: cellsInText.default(80),
  rows: cellsInText.default(24),
  from: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  writer: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional(),
  typed: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
});

const clientFrame = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("resize"), cols: cells, rows: cells }),
  z.strictObject({
    type: z.literal("ack"),
    offset: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  }),
]);
clientFrame satisfies z.ZodType<ClientFrame>;

/** Keystrokes that may wait while the shell is being opened (bytes). */
const WAITING_LIMIT = LIMITS.clientFrame;
/** Close code for a frame that is not of the protocol. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
const PROTOCOL_ERROR = 1002;
/** What a connection that broke is said to have been closed with. */
const LOST = 1006;

/** The terminals' WebSocket, sub-protocol `atelier.v1`. */
export function terminalRoutes(
  app: FastifyInstance,
  services: LabServices,
  origins: Origins,
): void {
  app.get("/api/labs/:id/terminals/:name", { websocket: true }, (socket, request) => {
    void serve(services, origins, socket, request).catch((error: unknown) => {
      const [code, reason] = closeOf(error);
      if (code === CLOSE.serverFault) request.log.error({ err: error }, "terminal");
      socket.close(code, reason);
    });
  });
}

async function serve(
  { labs, workbench }: LabServices,
  origins: Origins,
  socket: WebSocket,
  request: FastifyRequest,
): Promise<void> {
  // What comes before the shell is open waits; listening late would lose it.
  const inbox = new Inbox();
  socket.on("message", (data: Buffer, isBinary) => {
    if (!inbox.take(data, isBinary)) socket.close(PROTOCOL_ERROR, "trame hors protocole");
  });
  socket.on("error", (error) => request.log.debug({ err: error }, "socket de terminal"));

  const { origin, host } = request.headers;
  if (!origins.allowsOrigin(origin, host)) return socket.close(CLOSE.notAllowed, "origine refusée");
  const person = personOf(request);
  if (!person) return socket.close(CLOSE.noSession, "pas de session");
  const { id, name } = request.params as { id: string; name: string };
  const asked = query.safeParse(request.query);
  if (!TERMINAL_NAME.test(name) || !asked.success)
    return socket.close(CLOSE.notFound, "pas de tel terminal");
  const { cols, rows, from, writer, typed } = asked.data;

  const lab = labs.find(person, id);
  await labs.ready(lab);
  // Who has left while the lab was made needs no heartbeat: nothing would ever stop it.
  if (socket.readyState !== socket.OPEN) return;
  const attachment = await workbench.attach(lab, name, {
    socket: viewerSocket(socket, request.raw.socket),
    size: { cols, rows },
    from,
    ...(writer ? { writer: { name: writer, sent: typed } } : {}),
  });
  if (socket.readyState !== socket.OPEN) return attachment.detach(true);
  socket.on("close", (code) => attachment.detach(code === LOST));
  if (!inbox.deliverTo(attachment)) socket.close(PROTOCOL_ERROR, "trame hors protocole");
}

/** Frames of a client, kept until there is a terminal to give them to. */
class Inbox {
  #waiting: { data: Buffer; isBinary: boolean }[] = [];
  #size = 0;
  #attachment: Attachment | undefined;

  /** False when the frame is not of the protocol, or too much waits. */
  take(data: Buffer, isBinary: boolean): boolean {
    if (this.#attachment) return deliver(this.#attachment, data, isBinary);
    this.#size += data.length;
    if (this.#size > WAITING_LIMIT) return false;
    this.#waiting.push({ data, isBinary });
    return true;
  }

  /** False when something that waited was not of the protocol. */
  deliverTo(attachment: Attachment): boolean {
    this.#attachment = attachment;
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting.every(({ data, isBinary }) => deliver(attachment, data, isBinary));
  }
}

function deliver(attachment: Attachment, data: Buffer, isBinary: boolean): boolean {
  if (isBinary) {
    attachment.input(data);
    return true;
  }
  const frame = clientFrame.safeParse(readJson(data.toString("utf8")));
  if (!frame.success) return false;
  if (frame.data.type === "resize") attachment.resize(frame.data);
  else attachment.ack(frame.data.offset);
  return true;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON, no frame: the schema refuses it.
    return undefined;
  }
}

/** The close code that tells a client what an error means for it. */
function closeOf(error: unknown): [number, string] {
  if (!(error instanceof AtelierError)) return [CLOSE.serverFault, "erreur du serveur"];
  if (error.code === "no-such-lab") return [CLOSE.notFound, "pas de tel lab"];
  if (error.code === "lab-ended") return [CLOSE.labEnded, "lab terminé"];
  if (error.code === "too-many-requests") return [CLOSE.tooMany, "trop de terminaux"];
  return [CLOSE.serverFault, "erreur du serveur"];
}
