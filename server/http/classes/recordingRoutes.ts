import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AtelierError } from "../../errors.ts";
import type { RecordingView } from "../../protocol-classes.ts";
import { type AuditAction, note } from "../../store/audit.ts";
import {
  dropRecording,
  type Recording,
  recordingsOfClass,
  recordingsOfMember,
} from "../../store/recordings.ts";
import { heldOf, ownMember, signedInOf } from "./roles.ts";
import { described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";
import { iso } from "./views.ts";

/** The recordings of a class for who holds it, and each student's own; whoever else replays one leaves a trail. */
export function recordingRoutes(app: FastifyInstance, services: ClassServices): void {
  const { store, recordings, now } = services;

  const one = (request: FastifyRequest, all: readonly Recording[]): Recording => {
    const { recording } = request.params as { recording: string };
    const found = all.find(({ id }) => id === recording);
    if (!found) throw new AtelierError("no-such-recording");
    return found;
  };
  const held = async (request: FastifyRequest) =>
    one(request, await recordingsOfClass(store.db, heldOf(request).id));
  const own = async (request: FastifyRequest) =>
    one(request, await recordingsOfMember(store.db, ownMember(request).id));
  const send = async (reply: FastifyReply, { id }: Recording) => {
    const cast = await recordings.read(id);
    if (cast === undefined) throw new AtelierError("no-such-recording");
    return reply.type("application/x-asciicast").send(cast);
  };
  const noted = (request: FastifyRequest, { member, terminal }: Recording, action: AuditAction) =>
    note(store.db, {
      at: now(),
      class: heldOf(request).id,
      member,
      by: signedInOf(request).instructor,
      action,
      detail: { terminal },
    });
  const erase = async (id: string) => {
    await dropRecording(store.db, id);
    await recordings.refresh();
  };
  const file = {
    summary: "A recording, as asciicast v2",
    produces: ["application/x-asciicast"],
  };

  app.get(
    "/api/classes/:id/recordings",
    { schema: described("Recorded terminals of a class, by their beginning", "recordings") },
    async (request) => (await recordingsOfClass(store.db, heldOf(request).id)).map(viewOf),
  );
  app.get("/api/classes/:id/recordings/:recording", { schema: file }, async (request, reply) => {
    const found = await held(request);
    await noted(request, found, "recording-played");
    return await send(reply, found);
  });
  app.delete(
    "/api/classes/:id/recordings/:recording",
    { schema: described("Erases a recording") },
    async (request, reply) => {
      const found = await held(request);
      await erase(found.id);
      await noted(request, found, "recording-erased");
      return reply.code(204).send();
    },
  );

  app.get(
    "/api/classes/me/:member/recordings",
    { schema: described("What was recorded of oneself, by its beginning", "recordings") },
    async (request) => (await recordingsOfMember(store.db, ownMember(request).id)).map(viewOf),
  );
  app.get(
    "/api/classes/me/:member/recordings/:recording",
    { schema: file },
    async (request, reply) => await send(reply, await own(request)),
  );
}

function viewOf({ id, member, name, lesson, terminal, begun, ended }: Recording): RecordingView {
  return {
    id,
    student: { id: member, name },
    lesson,
    terminal,
    begunAt: iso(begun),
    endedAt: ended === null ? null : iso(ended),
  };
}
