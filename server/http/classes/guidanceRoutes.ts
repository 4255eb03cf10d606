import type { FastifyInstance, FastifyRequest } from "fastify";
import { AtelierError } from "../../errors.ts";
import { note } from "../../store/audit.ts";
import { setLock, setOpening } from "../../store/guidance.ts";
import { parse } from "../problems.ts";
import { heldOf, signedInOf } from "./roles.ts";
import { bodies, described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";

/** What an instructor opens and locks for the whole class. */
export function guidanceRoutes(app: FastifyInstance, services: ClassServices): void {
  const { store, touched, now } = services;

  /** The class, if it has the lesson. @throws {AtelierError} `unknown-lesson` */
  const withLesson = (request: FastifyRequest, lesson: string) => {
    const held = heldOf(request);
    if (!held.lessons.includes(lesson)) throw new AtelierError("unknown-lesson");
    return held.id;
  };

  app.put(
    "/api/classes/:id/openings",
    {
      schema: described(
        "Opens a step's hints or solution for the whole class, or closes them again",
        undefined,
        "opening",
      ),
    },
    async (request, reply) => {
      const { open, ...opening } = parse(bodies.opening, request.body);
      const id = withLesson(request, opening.lesson);
      if (!services.lessons().get(opening.lesson)?.steps.includes(opening.step))
        throw new AtelierError("no-such-step");
      await setOpening(store.db, id, opening, open, now());
      const by = signedInOf(request).instructor;
      const action = open ? "help-opened" : "help-closed";
      await note(store.db, { at: now(), class: id, by, action, detail: opening });
      touched(id);
      return reply.code(204).send();
    },
  );

  app.put(
    "/api/classes/:id/locks",
    {
      schema: described("Locks a lesson for the whole class, or unlocks it", undefined, "lock"),
    },
    async (request, reply) => {
      const { lesson, locked } = parse(bodies.lock, request.body);
      const id = withLesson(request, lesson);
      await setLock(store.db, id, lesson, locked, now());
      const by = signedInOf(request).instructor;
      const action = locked ? "lesson-locked" : "lesson-unlocked";
      await note(store.db, { at: now(), class: id, by, action, detail: { lesson } });
      touched(id);
      return reply.code(204).send();
    },
  );
}
