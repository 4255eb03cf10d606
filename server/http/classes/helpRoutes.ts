import type { FastifyInstance } from "fastify";
import { AtelierError } from "../../errors.ts";
import { note } from "../../store/audit.ts";
import { lowerHand } from "../../store/hands.ts";
import { memberIn, membersOf } from "../../store/members.ts";
import { sendMessage } from "../../store/messages.ts";
import { parse } from "../problems.ts";
import { heldOf, signedInOf } from "./roles.ts";
import { bodies, described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";

/** How an instructor answers students: raised hands, messages. */
export function helpRoutes(app: FastifyInstance, services: ClassServices): void {
  const { store, touched, now } = services;

  app.delete(
    "/api/classes/:id/members/:member/hand",
    { schema: described("Answers a raised hand: it goes down") },
    async (request, reply) => {
      const { id } = heldOf(request);
      const { member } = request.params as { member: string };
      const found = await memberIn(store.db, id, member);
      if (!found) throw new AtelierError("no-such-member");
      const by = signedInOf(request).instructor;
      if (await lowerHand(store.db, member))
        await note(store.db, { at: now(), class: id, member, by, action: "hand-answered" });
      touched(id);
      return reply.code(204).send();
    },
  );

  app.post(
    "/api/classes/:id/messages",
    { schema: described("Writes to some students of the class, or to all", "sent", "message") },
    async (request) => {
      const { id } = heldOf(request);
      const { words, members } = parse(bodies.message, request.body);
      const all = (await membersOf(store.db, id)).map((member) => member.id);
      const to = members ? all.filter((member) => members.includes(member)) : all;
      if (members && to.length === 0) throw new AtelierError("no-such-member");
      const sender = signedInOf(request).instructor.name;
      await sendMessage(store.db, to, { sender, words }, now());
      touched(id);
      return { sent: to.length };
    },
  );
}
