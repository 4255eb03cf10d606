import type { FastifyInstance } from "fastify";
import { CLASS_LIMITS } from "../../protocol-classes.ts";
import { note } from "../../store/audit.ts";
import { classById } from "../../store/classes.ts";
import { eraseMember, renewCode } from "../../store/members.ts";
import { noteStep } from "../../store/progress.ts";
import { parse } from "../problems.ts";
import { exportView } from "./memberExport.ts";
import { membershipsIn, ownMember } from "./roles.ts";
import { bodies, described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";
import { membershipView } from "./views.ts";

/** What a student sees, takes away and erases of themselves. */
export function studentRoutes(app: FastifyInstance, services: ClassServices): void {
  const { store, secret, now } = services;

  app.get(
    "/api/classes/me",
    { schema: described("The classes that this browser's person is in", "memberships") },
    async (request) => {
      const views = membershipsIn(request).map(async (member) => {
        const found = await classById(store.db, member.class);
        return found && (await membershipView(services, member, found));
      });
      return (await Promise.all(views)).filter((view) => view !== undefined);
    },
  );

  app.get(
    "/api/classes/me/export",
    { schema: described("Everything that is stored about this person", "exported") },
    async (request, reply) => {
      void reply.header("content-disposition", 'attachment; filename="atelier-mes-donnees.json"');
      return await Promise.all(
        membershipsIn(request).map((member) =>
          exportView(services, member, `/api/classes/me/${member.id}/recordings`),
        ),
      );
    },
  );

  app.delete(
    "/api/classes/me",
    { schema: described("Erases this person from every class") },
    async (request, reply) => {
      for (const { id, class: classId } of membershipsIn(request)) {
        await eraseMember(store.db, id);
        services.touched(classId);
      }
      return reply.code(204).send();
    },
  );

  app.delete(
    "/api/classes/me/:member",
    { schema: described("Erases this person from one class") },
    async (request, reply) => {
      const { id, class: classId } = ownMember(request);
      await eraseMember(store.db, id);
      services.touched(classId);
      return reply.code(204).send();
    },
  );

  app.post(
    "/api/classes/me/:member/code",
    { schema: described("A new personal code, in place of the one before", "personalCode") },
    async (request) => {
      const { id, name, class: classId } = ownMember(request);
      const by = { name };
      await note(store.db, { at: now(), class: classId, member: id, by, action: "member-code" });
      return { personalCode: await renewCode(store.db, id, secret) };
    },
  );

  app.post(
    "/api/classes/me/progress",
    { schema: described("Brings along what the device knows to be done", undefined, "progress") },
    async (request, reply) => {
      const { done } = parse(bodies.progress, request.body);
      const course = services.lessons();
      const steps = Object.entries(done).flatMap(([lesson, ids]) =>
        ids
          .filter((step) => course.get(lesson)?.steps.includes(step))
          .map((step) => ({ lesson, step, state: "done" as const })),
      );
      for (const { id, class: classId } of membershipsIn(request)) {
        const found = await classById(store.db, classId);
        for (const step of steps.slice(0, CLASS_LIMITS.progress))
          if (found?.lessons.includes(step.lesson)) await noteStep(store.db, id, step, now());
      }
      return reply.code(204).send();
    },
  );
}
