import type { FastifyInstance, FastifyRequest } from "fastify";
import type { LabServices } from "./labs.ts";
import { problemSchema, readingSchema } from "./schemas.ts";
import { personOf } from "./session.ts";

/** What the page of a lesson reads of its lab, to draw it; looking at it does not count as working. */
export function probeRoutes(app: FastifyInstance, { labs, probes }: LabServices): void {
  const schema = {
    summary: "What a probe of the lesson reads of the lab now",
    response: { 200: readingSchema, "4xx": problemSchema, "5xx": problemSchema },
  };
  app.get("/api/labs/:id/probes/:name", { schema }, async (request: FastifyRequest) => {
    const { id, name } = request.params as { id: string; name: string };
    return await probes.read(labs.usable(labs.find(personOf(request) ?? "", id)), name);
  });
}
