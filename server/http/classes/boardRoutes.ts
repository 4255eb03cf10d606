import type { FastifyInstance } from "fastify";
import { AtelierError } from "../../errors.ts";
import { heldClass } from "../../store/classes.ts";
import { openSessions } from "../../store/sessions.ts";
import { parse } from "../problems.ts";
import { BoardStreams } from "./boardStream.ts";
import { heldOf, signedInOf } from "./roles.ts";
import { bodies, described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";

/** The live board of a class. */
export function boardRoutes(app: FastifyInstance, services: ClassServices): void {
  const { store, boards, screens, now } = services;
  const streams = new BoardStreams(boards, screens);

  app.get(
    "/api/classes/:id/board",
    {
      schema: {
        summary: "The board as it changes (server-sent events), the whole of it first",
        produces: ["text/event-stream"],
      },
    },
    async (request, reply) => {
      const { id } = heldOf(request);
      const { instructor, session } = signedInOf(request);
      // A stream outlives the request that was let in: who signs out, or loses the class, loses it too.
      const may = async () =>
        (await heldClass(store.db, id, instructor.id)) !== undefined &&
        (await openSessions(store.db, instructor.id, now())).some((each) => each.id === session);
      await streams.open(id, reply, may);
    },
  );

  app.put(
    "/api/classes/:id/board/:stream/visible",
    { schema: described("Says which students' terminals the page shows", undefined, "visible") },
    async (request, reply) => {
      const { stream } = request.params as { stream: string };
      const { members } = parse(bodies.visible, request.body);
      if (!streams.look(heldOf(request).id, stream, members)) throw new AtelierError("not-found");
      return reply.code(204).send();
    },
  );
}
