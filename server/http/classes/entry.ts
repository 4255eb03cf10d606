import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AtelierError } from "../../errors.ts";
import type { Entered } from "../../protocol-classes.ts";
import { note } from "../../store/audit.ts";
import { openClass } from "../../store/classes.ts";
import { byPersonalCode, join, type Member } from "../../store/members.ts";
import { readClassCode } from "../../store/secrets.ts";
import { parse } from "../problems.ts";
import { becomes, forget, recognise } from "../session.ts";
import { Guesses } from "./guesses.ts";
import { bodies, described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";
import { membershipView } from "./views.ts";

/** A room of sixty comes in through one address, in one minute. */
const LIMIT = { rateLimit: { max: 200, timeWindow: "1 minute" } };
const GUESSING = { free: 60, most: 150, inAll: 2_000 };

/** How a student comes into a class, comes back on another machine, and leaves a machine to others. */
export function entryRoutes(app: FastifyInstance, services: ClassServices, https: boolean): void {
  const { store, secret, now } = services;
  const guesses = new Guesses(GUESSING, now);

  const entered = async (
    member: Member,
    found: NonNullable<Awaited<ReturnType<typeof openClass>>>,
    personalCode?: string,
  ): Promise<Entered> => ({
    membership: await membershipView(services, member, found),
    ...(personalCode ? { personalCode } : {}),
  });
  const left = (member: Member, action: "member-joined" | "member-returned") =>
    note(store.db, {
      at: now(),
      class: member.class,
      member: member.id,
      by: { name: member.name },
      action,
    });

  app.post(
    "/api/classes/join",
    {
      config: LIMIT,
      schema: described(
        "Joins a class by its code: 201 with a personal code; 200 for who is in it already",
        "entered",
        "join",
      ),
    },
    async (request, reply): Promise<Entered> => {
      const { code, name } = parse(bodies.join, request.body);
      const found = await guesses.try(request.ip, () => openClass(store.db, readClassCode(code)));
      if (!found) throw new AtelierError("wrong-code");
      const owner = recognise(request, reply, https);
      const joined = await join(store.db, found.id, { name, owner }, secret, now());
      if (!joined) throw new AtelierError("class-full");
      if ("known" in joined) return await entered(joined.known, found);
      await left(joined.member, "member-joined");
      services.touched(found.id);
      void reply.code(201);
      return await entered(joined.member, found, joined.personalCode);
    },
  );

  app.post(
    "/api/classes/return",
    {
      config: LIMIT,
      schema: described(
        "Comes back to a class by a personal code: this browser becomes the same person",
        "entered",
        "return",
      ),
    },
    async (request, reply): Promise<Entered> => {
      const { code, personalCode } = parse(bodies.return, request.body);
      const back = await guesses.try(request.ip, async () => {
        const found = await openClass(store.db, readClassCode(code));
        const member =
          found && (await byPersonalCode(store.db, found.id, personalCode, secret, now()));
        return member && { found, member };
      });
      if (!back) throw new AtelierError("wrong-personal-code");
      becomes(request, reply, back.member.owner, https);
      await left(back.member, "member-returned");
      return await entered(back.member, back.found);
    },
  );

  app.post(
    "/api/classes/leave",
    { schema: described("Forgets who holds this browser; their class and lab stay theirs") },
    async (request: FastifyRequest, reply: FastifyReply) => {
      forget(request, reply, https);
      return reply.code(204).send();
    },
  );
}
