import type { FastifyInstance, FastifyRequest } from "fastify";
import { csvOf } from "../../classes/csv.ts";
import { resultsOf } from "../../classes/results.ts";
import { heldOf } from "./roles.ts";
import { described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";

/** What everybody of a class did, for who holds it. */
export function resultRoutes(app: FastifyInstance, services: ClassServices): void {
  const { store, course, now } = services;
  const results = (request: FastifyRequest) => resultsOf(store, heldOf(request), course, now());

  app.get(
    "/api/classes/:id/results.json",
    { schema: described("Each student's steps, with times and tries", "results") },
    async (request) => await results(request),
  );

  app.get(
    "/api/classes/:id/results.csv",
    { schema: { summary: "The same as a table for spreadsheets", produces: ["text/csv"] } },
    async (request, reply) =>
      reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="atelier-resultats.csv"')
        .send(csvOf(await results(request))),
  );
}
