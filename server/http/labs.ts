import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AtelierError } from "../errors.ts";
import type { Checker } from "../labs/checker.ts";
import type { LabManager } from "../labs/manager.ts";
import type { LabPorts } from "../labs/ports.ts";
import type { Probes } from "../labs/probes/probes.ts";
import type { LabRecord } from "../labs/record.ts";
import type { Workbench } from "../labs/workbench.ts";
import { streamEvents } from "./eventStream.ts";
import { parse } from "./problems.ts";
import { labSchema, problemSchema, startBody, startBodySchema, stepSchema } from "./schemas.ts";
import { personOf, recognise } from "./session.ts";

/** What the lab routes work with. */
export interface LabServices {
  labs: LabManager;
  workbench: Workbench;
  checker: Checker;
  ports: LabPorts;
  probes: Probes;
}

/** Starts that one address may ask for in a minute: a class shares one. */
const STARTS_PER_MINUTE = 60;

type LabRequest = FastifyRequest<{ Params: { id: string; step: string } }>;

/** The labs' routes; every lab answers 404 to anybody but its owner. */
export function labRoutes(app: FastifyInstance, services: LabServices, https: boolean): void {
  const { labs, workbench, checker } = services;

  const own = (request: FastifyRequest): LabRecord => {
    const { id } = request.params as LabRequest["params"];
    return labs.find(personOf(request) ?? "", id);
  };
  const ownStep = (request: FastifyRequest): { lab: LabRecord; step: string } => {
    const lab = labs.usable(own(request));
    const { step } = request.params as LabRequest["params"];
    lab.touch();
    if (!lab.steps.some(({ id }) => id === step)) throw new AtelierError("no-such-step");
    return { lab, step };
  };
  const answers = { 200: labSchema, "4xx": problemSchema, "5xx": problemSchema };
  const stepAnswers = { ...answers, 200: stepSchema };

  app.post(
    "/api/labs",
    {
      schema: { body: startBodySchema, response: { ...answers, 201: labSchema } },
      config: { rateLimit: { max: STARTS_PER_MINUTE, timeWindow: "1 minute" } },
    },
    async (request, reply) => {
      const { lesson } = parse(startBody, request.body);
      const owner = recognise(request, reply, https);
      const { lab, created } = await labs.start(owner, lesson, originOf(app, request));
      return reply.code(created ? 201 : 200).send(lab.view());
    },
  );

  app.get("/api/labs/:id", { schema: { response: answers } }, async (request) =>
    own(request).view(),
  );

  app.delete("/api/labs/:id", async (request, reply) => {
    await labs.stop(own(request));
    return reply.code(204).send();
  });

  const history = {
    summary: "The commands that were typed in a lab, until ten minutes after its end",
    produces: ["text/plain"],
  };
  app.get("/api/labs/:id/history", { schema: history }, async (request, reply) => {
    const { id } = request.params as LabRequest["params"];
    const text = await labs.history(personOf(request) ?? "", id);
    return reply.type("text/plain; charset=utf-8").send(text);
  });

  app.post("/api/labs/:id/extend", { schema: { response: answers } }, async (request) => {
    const lab = own(request);
    await labs.extend(lab);
    return lab.view();
  });

  app.post("/api/labs/:id/reset", { schema: { response: answers } }, async (request) => {
    const lab = own(request);
    labs.reset(lab);
    return lab.view();
  });

  app.post(
    "/api/labs/:id/steps/:step/check",
    { schema: { response: stepAnswers } },
    async (request) => {
      const { lab, step } = ownStep(request);
      return await checker.check(lab, step);
    },
  );

  app.post(
    "/api/labs/:id/steps/:step/solve",
    { schema: { response: stepAnswers } },
    async (request) => {
      const { lab, step } = ownStep(request);
      return await workbench.solve(lab, step);
    },
  );

  app.post(
    "/api/labs/:id/steps/:step/restore",
    { schema: { response: answers } },
    async (request) => {
      const { lab, step } = ownStep(request);
      await labs.restore(lab, step);
      return lab.view();
    },
  );

  const events = {
    summary: "Server-sent events: state (the lab), step (a step's result), expiry, worked",
    produces: ["text/event-stream"],
  };
  app.get("/api/labs/:id/events", { schema: events }, (request, reply) => {
    streamEvents(own(request), reply);
  });
}

/** Tells addresses apart without keeping them: without our key what is stored with a lab leads back to nobody. */
function originOf(app: FastifyInstance, { ip }: FastifyRequest): string {
  return createHash("sha256").update(app.signCookie(ip)).digest("hex").slice(0, 12);
}
