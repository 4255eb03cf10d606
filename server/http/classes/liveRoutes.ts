import type { FastifyInstance } from "fastify";
import { AtelierError } from "../../errors.ts";
import type { LiveEvents } from "../../protocol-live.ts";
import { lowerHand, raiseHand } from "../../store/hands.ts";
import { membershipsOf, seen } from "../../store/members.ts";
import { readMessage } from "../../store/messages.ts";
import { parse } from "../problems.ts";
import { openEventStream } from "../sse.ts";
import { membershipsIn, ownMember } from "./roles.ts";
import { bodies, described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";

/** What a student's page hears of the class, and says to it. */
export function liveRoutes(app: FastifyInstance, services: ClassServices): void {
  const { store, live, touched, now } = services;

  app.get(
    "/api/classes/me/events",
    {
      schema: {
        summary: "The student's classes that are under way, as they change (server-sent events)",
        produces: ["text/event-stream"],
      },
    },
    async (request, reply) => {
      const owner = membershipsIn(request)[0]?.owner ?? "";
      // Who has the page open is there, though nothing is asked for.
      const stream = openEventStream(reply, () => {
        membershipsOf(store.db, owner).then(
          (members) => void (members.length > 0 ? seen(store.db, members, now()) : stream.end()),
          () => stream.end(),
        );
      });
      const gone = Promise.withResolvers<void>();
      stream.onClose(gone.resolve);
      const stop = await live.watch(owner, (state: LiveEvents["state"]) =>
        stream.send("state", state),
      );
      void gone.promise.then(stop);
    },
  );

  app.put(
    "/api/classes/me/:member/hand",
    { schema: described("Raises the student's hand, with words of their own", undefined, "hand") },
    async (request, reply) => {
      const { id, class: classId } = ownMember(request);
      const { words } = parse(bodies.hand, request.body);
      await raiseHand(store.db, id, words, now());
      touched(classId);
      return reply.code(204).send();
    },
  );

  app.delete(
    "/api/classes/me/:member/hand",
    { schema: described("Takes the student's hand down") },
    async (request, reply) => {
      const { id, class: classId } = ownMember(request);
      await lowerHand(store.db, id);
      touched(classId);
      return reply.code(204).send();
    },
  );

  app.post(
    "/api/classes/me/:member/looks/:look",
    {
      schema: described(
        "Answers an instructor who asks for the keyboard, or takes it back",
        undefined,
        "keyboard",
      ),
    },
    (request, reply) => {
      const { id } = ownMember(request);
      const { look } = request.params as { look: string };
      const { answer } = parse(bodies.keyboard, request.body);
      if (!services.looks.answer(id, look, answer)) throw new AtelierError("not-found");
      return reply.code(204).send();
    },
  );

  app.post(
    "/api/classes/me/:member/messages/:message/read",
    { schema: described("Says that a message was read") },
    async (request, reply) => {
      const { id, class: classId } = ownMember(request);
      const { message } = request.params as { message: string };
      if (!(await readMessage(store.db, id, message, now()))) throw new AtelierError("not-found");
      touched(classId);
      return reply.code(204).send();
    },
  );
}
