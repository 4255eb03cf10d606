import type { FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { z } from "zod";
import { AtelierError } from "../errors.ts";
import { CLOSE } from "../protocol.ts";
import type { Guest } from "../terminals/viewers.ts";
import { Inbox, type Joined } from "./inbox.ts";
import type { Origins } from "./origins.ts";
import { viewerSocket } from "./viewerSocket.ts";

/** Everything in a query is text. */
const cells = z.coerce.number().pipe(z.number().int().min(1).max(10_000));

const query = z.object({
  cols: cells.default(80),
  rows: cells.default(24),
  from: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  writer: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional(),
  typed: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
});

/** Close code for a frame that is not of the protocol. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
const PROTOCOL_ERROR = 1002;
/** What a connection that broke is said to have been closed with. */
const LOST = 1006;

/**
 * Joins a WebSocket to a terminal.
 * @param find looks for the terminal before anything is promised, and gives what joins a guest to it; what it throws
 * is told as a close code. It gives a code itself where there is nothing to find.
 */
export async function serveSocket(
  origins: Origins,
  socket: WebSocket,
  request: FastifyRequest,
  find: () => Promise<((guest: Guest) => Promise<Joined>) | readonly [code: number, why: string]>,
): Promise<void> {
  try {
    await serve(origins, socket, request, find);
  } catch (error) {
    const [code, reason] = closeOf(error);
    if (code === CLOSE.serverFault) request.log.error({ err: error }, "terminal");
    socket.close(code, reason);
  }
}

async function serve(...[origins, socket, request, find]: Parameters<typeof serveSocket>) {
  // What comes before the shell is open waits; listening late would lose it.
  const inbox = new Inbox();
  socket.on("message", (data: Buffer, isBinary) => {
    if (!inbox.take(data, isBinary)) socket.close(PROTOCOL_ERROR, "trame hors protocole");
  });
  socket.on("error", (error) => request.log.debug({ err: error }, "socket de terminal"));

  const { origin, host } = request.headers;
  if (!origins.allowsOrigin(origin, host)) return socket.close(CLOSE.notAllowed, "origine refusée");
  const asked = query.safeParse(request.query);
  if (!asked.success) return socket.close(CLOSE.notFound, "pas de tel terminal");
  const { cols, rows, from, writer, typed } = asked.data;
  const found = await find();
  if (typeof found !== "function") return socket.close(...found);
  // Who has left while the lab was made needs no heartbeat: nothing would ever stop it.
  if (socket.readyState !== socket.OPEN) return;
  const joined = await found({
    socket: viewerSocket(socket, request.raw.socket),
    size: { cols, rows },
    from,
    ...(writer ? { writer: { name: writer, sent: typed } } : {}),
  });
  if (socket.readyState !== socket.OPEN) return joined.detach(true);
  socket.on("close", (code) => joined.detach(code === LOST));
  if (!inbox.deliverTo(joined)) socket.close(PROTOCOL_ERROR, "trame hors protocole");
}

/** The close code that tells a client what an error means for it. */
function closeOf(error: unknown): [number, string] {
  if (!(error instanceof AtelierError)) return [CLOSE.serverFault, "erreur du serveur"];
  if (error.code === "no-such-lab") return [CLOSE.notFound, "pas de tel lab"];
  if (error.code === "lab-ended") return [CLOSE.labEnded, "lab terminé"];
  if (error.code === "too-many-requests") return [CLOSE.tooMany, "trop de terminaux"];
  return [CLOSE.serverFault, "erreur du serveur"];
}
