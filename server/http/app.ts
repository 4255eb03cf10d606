import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import websocket from "@fastify/websocket";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Logger } from "pino";
import { AtelierError } from "../errors.ts";
import { LIMITS, TERMINAL_PROTOCOL } from "../protocol.ts";
import { everyClassRoute } from "./classes/all.ts";
import type { ClassServices } from "./classes/services.ts";
import { type HealthSources, healthRoutes } from "./health.ts";
import { type LabServices, labRoutes } from "./labs.ts";
import { inlineScripts } from "./inlineScripts.ts";
import { originsOf } from "./origins.ts";
import { answerProblems } from "./problems.ts";
import { dispatchPreviews, asServer, siteUrl } from "./previews/dispatch.ts";
import { openPreviews } from "./previews/open.ts";
import { probeRoutes } from "./probes.ts";
import { previewRoutes } from "./previews/routes.ts";
import { secure } from "./security.ts";
import { nameSession } from "./session.ts";
import { answerNotFound, serveSite, sitePage } from "./site.ts";
import { terminalRoutes } from "./terminals.ts";

export interface AppOptions {
  log: Logger;
  /** Key that signs cookies. */
  secret: string;
  /** `PUBLIC_URL`, where one is set. */
  publicUrl: string | undefined;
  /** `PREVIEW_URL`, where one is set. */
  previewUrl: string | undefined;
  /** Folder of the built site; absent in development, where Astro serves it. */
  siteDir: string | undefined;
  health: HealthSources;
  /** Absent where labs cannot be given. */
  services: LabServices | undefined;
  /** Absent where no people are kept. */
  classes?: ClassServices;
}

/** Every route of the server, in one place. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const https = options.publicUrl?.startsWith("https:") ?? false;
  const origins = originsOf(options.publicUrl);
  const previews = options.services && openPreviews(options, options.services);
  const app = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: https,
    // Event streams never end by themselves: pages come back to them after a restart.
    forceCloseConnections: true,
    ...(previews ? { rewriteUrl: siteUrl(previews.server) } : {}),
  });
  const siteUpgrades = dispatchPreviews(app, previews?.server);
  // Bodies are read by zod, with an answer in French.
  app.setValidatorCompiler(() => () => true);
  answerProblems(app, () => sitePage(options.siteDir, "500.html"));
  await app.register(swagger, {
    openapi: { openapi: "3.1.0", info: { title: "Atelier Conteneurs", version: "1" } },
  });
  await app.register(cookie, { secret: options.secret });
  nameSession(app, https);
  await app.register(rateLimit, { global: false });
  await app.register(websocket, {
    options: {
      server: asServer(siteUpgrades),
      maxPayload: LIMITS.clientFrame,
      perMessageDeflate: false,
      handleProtocols: (offered: Set<string>) =>
        offered.has(TERMINAL_PROTOCOL) && TERMINAL_PROTOCOL,
    },
  });
  await secure(app, origins, https, await inlineScripts(options.siteDir));

  healthRoutes(app, options.health);
  app.get("/api/openapi.json", { schema: { hide: true } }, () => app.swagger());
  if (options.services && previews) {
    labRoutes(app, options.services, https, options.classes?.rules);
    terminalRoutes(app, options.services, origins);
    probeRoutes(app, options.services);
    previewRoutes(app, options.services, previews.hosts, previews.gate);
  } else {
    app.all("/api/labs", () => refuse(options.health.unavailable));
    app.all("/api/labs/*", () => refuse(options.health.unavailable));
  }
  if (options.classes) everyClassRoute(app, options.classes, origins, https);
  if (options.siteDir) await serveSite(app, options.siteDir);
  answerNotFound(app, options.siteDir);
  return app;
}

function refuse(reason: string | undefined): never {
  throw new AtelierError("no-labs-here", reason ? { detail: reason } : {});
}
