import type { FastifyInstance, FastifyRequest } from "fastify";
import { AtelierError } from "../../errors.ts";
import type { LabRecord } from "../../labs/record.ts";
import type { LabPortList, Preview } from "../../protocol.ts";
import type { LabServices } from "../labs.ts";
import { parse } from "../problems.ts";
import {
  portsSchema,
  previewBody,
  previewBodySchema,
  previewSchema,
  problemSchema,
} from "../schemas.ts";
import { personOf } from "../session.ts";
import type { PreviewGate } from "./gate.ts";
import { NO_PREVIEWS, type PreviewHosts } from "./hosts.ts";

/** Which ports of a lab listen, and the way to open one of them. */
export function previewRoutes(
  app: FastifyInstance,
  { labs, ports }: LabServices,
  hosts: PreviewHosts,
  gate: PreviewGate,
): void {
  const own = (request: FastifyRequest): LabRecord => {
    const { id } = request.params as { id: string };
    return labs.usable(labs.find(personOf(request) ?? "", id));
  };
  // The port that we listen on ourselves: a development server before us may have another one.
  const originFor = (request: FastifyRequest, lab: LabRecord, machine: string, port: number) => {
    const named = machine === lab.machines[0] ? undefined : machine;
    const target = { lab: lab.id, machine: named, port };
    return hosts.originOf(target, request.headers.host, request.socket.localPort ?? 0);
  };
  const problems = { "4xx": problemSchema, "5xx": problemSchema };

  app.get(
    "/api/labs/:id/ports",
    { schema: { response: { 200: portsSchema, ...problems } } },
    async (request): Promise<LabPortList> => {
      const lab = own(request);
      const listening = (await ports.list(lab)).map((each) => {
        const origin = originFor(request, lab, each.machine, each.port);
        return { ...each, ...(origin ? { origin } : {}) };
      });
      const possible = originFor(request, lab, lab.machines[0] as string, 1);
      return { ports: listening, ...(possible ? {} : { reason: NO_PREVIEWS }) };
    },
  );

  app.post(
    "/api/labs/:id/previews",
    {
      schema: { body: previewBodySchema, response: { 201: previewSchema, ...problems } },
    },
    async (request, reply) => {
      const lab = own(request);
      const { port, machine = lab.machines[0] as string } = parse(previewBody, request.body);
      if (!lab.machines.includes(machine)) throw new AtelierError("no-such-machine");
      const origin = originFor(request, lab, machine, port);
      if (!origin) throw new AtelierError("no-previews-here", { detail: NO_PREVIEWS });
      const url = gate.entrance(origin, lab, { lab: lab.id, machine, port });
      return reply.code(201).send({ url } satisfies Preview);
    },
  );
}
