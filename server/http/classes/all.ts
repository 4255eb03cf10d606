import type { FastifyInstance } from "fastify";
import { accountRoutes } from "../instructors/accounts.ts";
import { oidcRoutes } from "../instructors/oidcRoutes.ts";
import { classRoutes } from "./classRoutes.ts";
import { entryRoutes } from "./entry.ts";
import { studentRoutes } from "./me.ts";
import { memberRoutes } from "./memberRoutes.ts";
import { guardRoles } from "./roles.ts";
import type { ClassServices } from "./services.ts";

/** Every route of classes and instructors, behind their roles. */
export function everyClassRoute(
  app: FastifyInstance,
  services: ClassServices,
  https: boolean,
): void {
  guardRoles(app, services, https);
  entryRoutes(app, services, https);
  studentRoutes(app, services);
  accountRoutes(app, services, https);
  oidcRoutes(app, services, https);
  classRoutes(app, services);
  memberRoutes(app, services);
}
