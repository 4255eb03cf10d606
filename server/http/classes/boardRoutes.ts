import type { FastifyInstance } from "fastify";
import { AtelierError } from "../../errors.ts";
import { parse } from "../problems.ts";
import { BoardStreams } from "./boardStream.ts";
import { heldOf, stillHolds } from "./roles.ts";
import { bodies, described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";

/** The live board of a class. */
export function boardRoutes(app: FastifyInstance, services: ClassServices): void {
  const { boards, screens } = services;
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
      await streams.open(heldOf(request).id, reply, () => stillHolds(request, services));
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
