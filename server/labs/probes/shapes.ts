import { z } from "zod";
import type { LiveContainer, MeasuredDuration, ProbeReading } from "../../protocol-probes.ts";

/** Names and paths that a lab tells (characters). */
const word = z.string().max(64);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const duration = z.strictObject({
  operation: word,
  storage: word,
  driver: word,
  seconds: z.number().min(0).max(86_400),
});
duration satisfies z.ZodType<MeasuredDuration>;

const container = z.strictObject({
  tool: z.enum(["host", "lxc", "lxd", "docker"]),
  name: word,
  namespaces: z
    .record(z.string().regex(/^[a-z_]{1,24}$/), count)
    .refine((kinds) => Object.keys(kinds).length <= 16),
  cgroup: z.string().max(400),
  limits: z.strictObject({
    processes: count.nullable(),
    memory: count.nullable(),
    cpu: z.number().min(0).max(10_000).nullable(),
  }),
  root: word,
  mounts: count,
});
container satisfies z.ZodType<LiveContainer>;

/** Lines that one reading may have. */
const LINES_MAX = 40;

const durations = z.array(duration).max(LINES_MAX);
const containers = z.array(container).max(LINES_MAX);

/** What a probe may read. */
export const probeReading = z.discriminatedUnion("shape", [
  z.object({ shape: z.literal("durations"), readings: durations }),
  z.object({ shape: z.literal("containers"), readings: containers }),
]);
probeReading satisfies z.ZodType<ProbeReading>;

/**
 * Understands what a probe printed, one line of JSON a reading.
 * @returns undefined when it is anything else: the machine is the student's, and may answer what they like
 */
export function parseReading(
  shape: ProbeReading["shape"],
  output: string,
): ProbeReading | undefined {
  const lines = output.split("\n").filter((line) => line.trim());
  if (lines.length > LINES_MAX) return undefined;
  try {
    const readings: unknown = lines.map((line) => JSON.parse(line) as unknown);
    return probeReading.safeParse({ shape, readings }).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
