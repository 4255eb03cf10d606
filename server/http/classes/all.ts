import type { FastifyInstance } from "fastify";
import type { Origins } from "../origins.ts";
import { accountRoutes } from "../instructors/accounts.ts";
import { oidcRoutes } from "../instructors/oidcRoutes.ts";
import { boardRoutes } from "./boardRoutes.ts";
import { classRoutes } from "./classRoutes.ts";
import { demonstrationRoutes } from "./demonstrationRoutes.ts";
import { entryRoutes } from "./entry.ts";
import { guidanceRoutes } from "./guidanceRoutes.ts";
import { helpRoutes } from "./helpRoutes.ts";
import { labActionRoutes } from "./labActions.ts";
import { studentRoutes } from "./me.ts";
import { liveRoutes } from "./liveRoutes.ts";
import { lookRoutes } from "./lookRoutes.ts";
import { memberRoutes } from "./memberRoutes.ts";
import { recordingRoutes } from "./recordingRoutes.ts";
import { resultRoutes } from "./resultRoutes.ts";
import { guardRoles } from "./roles.ts";
import type { ClassServices } from "./services.ts";

/** Every route of classes and instructors, behind their roles. */
export function everyClassRoute(
  app: FastifyInstance,
  services: ClassServices,
  origins: Origins,
  https: boolean,
): void {
  guardRoles(app, services, https);
  entryRoutes(app, services, https);
  studentRoutes(app, services);
  liveRoutes(app, services);
  accountRoutes(app, services, https);
  oidcRoutes(app, services, https);
  classRoutes(app, services);
  memberRoutes(app, services);
  boardRoutes(app, services);
  helpRoutes(app, services);
  guidanceRoutes(app, services);
  lookRoutes(app, services, origins);
  demonstrationRoutes(app, services, origins);
  labActionRoutes(app, services);
  resultRoutes(app, services);
  recordingRoutes(app, services);
}
