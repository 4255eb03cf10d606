import type { FastifyInstance, FastifyRequest } from "fastify";
import { AtelierError } from "../../errors.ts";
import { type AuditAction, note } from "../../store/audit.ts";
import {
  eraseMember,
  type Member,
  memberIn,
  membersOf,
  rename,
  renewCode,
} from "../../store/members.ts";
import { parse } from "../problems.ts";
import { exportView } from "./memberExport.ts";
import { heldOf, signedInOf } from "./roles.ts";
import { bodies, described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";
import { memberView } from "./views.ts";

/** What an instructor does about the students of a class; each is noted where the student can read it. */
export function memberRoutes(app: FastifyInstance, services: ClassServices): void {
  const { store, secret, now } = services;

  const one = async (request: FastifyRequest): Promise<Member> => {
    const { member } = request.params as { member: string };
    const found = await memberIn(store.db, heldOf(request).id, member);
    if (!found) throw new AtelierError("no-such-member");
    return found;
  };
  const noted = (request: FastifyRequest, member: Member, action: AuditAction) =>
    note(store.db, {
      at: now(),
      class: member.class,
      member: member.id,
      by: signedInOf(request).instructor,
      action,
    });

  app.get(
    "/api/classes/:id/members",
    { schema: described("Students of a class, by the time they joined", "members") },
    async (request) => {
      const members = await membersOf(store.db, heldOf(request).id);
      return await Promise.all(members.map((member) => memberView(services, member)));
    },
  );

  app.patch(
    "/api/classes/:id/members/:member",
    { schema: described("Gives a student another name", "member", "rename") },
    async (request) => {
      const member = await one(request);
      const { name } = parse(bodies.rename, request.body);
      await rename(store.db, member.id, name);
      await noted(request, member, "member-renamed");
      return await memberView(services, { ...member, name });
    },
  );

  app.delete(
    "/api/classes/:id/members/:member",
    { schema: described("Erases a student from the class, with everything of theirs in it") },
    async (request, reply) => {
      await eraseMember(store.db, (await one(request)).id);
      services.touched(heldOf(request).id);
      return reply.code(204).send();
    },
  );

  app.post(
    "/api/classes/:id/members/:member/code",
    { schema: described("A new personal code for who lost theirs", "personalCode") },
    async (request) => {
      const member = await one(request);
      await noted(request, member, "member-code");
      return { personalCode: await renewCode(store.db, member.id, secret) };
    },
  );

  app.get(
    "/api/classes/:id/members/:member/export",
    { schema: described("Everything that is stored about a student", "memberExport") },
    async (request, reply) => {
      const member = await one(request);
      await noted(request, member, "member-exported");
      void reply.header("content-disposition", 'attachment; filename="atelier-eleve.json"');
      return await exportView(services, member, `/api/classes/${member.class}/recordings`);
    },
  );
}
