import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import type { LxdClient } from "../lxd/client.ts";
import type { Health, LxdKind } from "../protocol.ts";
import { healthSchema } from "./schemas.ts";

/** What the health routes look at. */
export interface HealthSources {
  lxd: LxdClient | undefined;
  /** Why labs cannot be given, French; absent when they can. */
  unavailable: string | undefined;
  /** How many labs there are and may be; absent where none can be given. */
  occupancy: (() => Promise<Health["labs"]>) | undefined;
}

interface ServerInfo {
  environment: { server: string; server_version: string };
}

const packageUrl = new URL("../../package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(packageUrl, "utf8")) as { version: string };

/** How long the daemon may take to say that it lives (ms). */
const PATIENCE = 2_000;

export function healthRoutes(app: FastifyInstance, sources: HealthSources): void {
  app.get("/api/health", { schema: { response: { 200: healthSchema } } }, () => health(sources));

  app.get("/api/ready", async (_request, reply) => {
    const state = await health(sources);
    return reply.code(state.status === "ok" ? 200 : 503).send(state);
  });
}

async function health({ lxd, unavailable, occupancy }: HealthSources): Promise<Health> {
  const found = await askDaemon(lxd);
  const labs = found && (await occupancy?.());
  const reason = unavailable ?? (found ? undefined : "Le service des labs ne répond pas.");
  return {
    status: reason ? "degraded" : "ok",
    version,
    lxd: {
      reachable: found !== undefined,
      version: found?.version ?? null,
      kind: found?.kind ?? null,
    },
    ...(labs ? { labs } : {}),
    ...(reason ? { reason } : {}),
  };
}

async function askDaemon(
  lxd: LxdClient | undefined,
): Promise<{ version: string; kind: LxdKind } | undefined> {
  if (!lxd) return undefined;
  try {
    const { metadata } = await lxd.request<ServerInfo>("GET", "/1.0", { timeout: PATIENCE });
    const { server, server_version } = metadata.environment;
    return { version: server_version, kind: server === "incus" ? "incus" : "lxd" };
  } catch {
    // Not answering is the answer.
    return undefined;
  }
}
