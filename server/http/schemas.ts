import { z } from "zod";
import type {
  Health,
  Lab,
  LabPortList,
  ListeningPort,
  Preview,
  Problem,
  StepResult,
} from "../protocol.ts";
import { probeReading } from "../labs/probes/shapes.ts";

/** Shapes of the HTTP routes, tied to the wire contract; OpenAPI is made of them. */

const step = z.object({ id: z.string(), state: z.enum(["todo", "done"]), message: z.string() });
step satisfies z.ZodType<StepResult>;

const lab = z.object({
  id: z.string(),
  lesson: z.string(),
  state: z.enum(["starting", "ready", "resetting", "ended"]),
  machines: z.array(z.string()),
  terminals: z.array(z.string()),
  expiresAt: z.iso.datetime(),
  steps: z.array(step),
  queue: z.number().int().optional(),
  reason: z.string().optional(),
});

const listening = z.object({
  machine: z.string(),
  port: z.number(),
  address: z.string(),
  process: z.string(),
  origin: z.string().optional(),
});

const ports = z.object({
  ports: z.array(listening),
  reason: z.string().optional(),
});

const preview = z.object({ url: z.url() });
preview satisfies z.ZodType<Preview>;

const health = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  lxd: z.object({
    reachable: z.boolean(),
    version: z.string().nullable(),
    kind: z.enum(["lxd", "incus"]).nullable(),
  }),
  labs: z
    .object({ running: z.number(), warm: z.number(), fit: z.number(), limit: z.string() })
    .optional(),
  reason: z.string().optional(),
});

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().optional(),
});

/** Optional fields may also be there as `undefined` for zod: what is compared is the rest. */
type Loose<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | undefined : T[K] };
listening satisfies z.ZodType<Loose<ListeningPort>>;
ports satisfies z.ZodType<Loose<Omit<LabPortList, "ports">>>;
lab satisfies z.ZodType<Loose<Lab>>;
health satisfies z.ZodType<Loose<Health>>;
problem satisfies z.ZodType<Loose<Problem>>;

/** Body of `POST /api/labs`. */
export const startBody = z.strictObject({ lesson: z.string().min(1).max(200) });

/** Body of `POST /api/labs/:id/previews`; without a machine, the lab's first. */
export const previewBody = z.strictObject({
  port: z.number().int().min(1).max(65_535),
  machine: z.string().min(1).max(40).optional(),
});

/** The JSON Schema of a shape, as OpenAPI wants it. */
export const json = (schema: z.ZodType, io: "input" | "output" = "output") => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
};

export const startBodySchema = json(startBody);
export const previewBodySchema = json(previewBody);
export const portsSchema = json(ports);
export const previewSchema = json(preview);
export const labSchema = json(lab);
export const stepSchema = json(step);
export const readingSchema = json(probeReading);
export const healthSchema = json(health);
export const problemSchema = { description: "RFC 9457", ...json(problem) };
