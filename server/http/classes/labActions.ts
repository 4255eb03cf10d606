import type { FastifyInstance, FastifyRequest } from "fastify";
import { AtelierError } from "../../errors.ts";
import type { LabRecord } from "../../labs/record.ts";
import type { LabAction, LabActionAnswer } from "../../protocol-board.ts";
import { note } from "../../store/audit.ts";
import { type Member, memberIn, membersOf } from "../../store/members.ts";
import { parse } from "../problems.ts";
import { heldOf, signedInOf } from "./roles.ts";
import { bodies, described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";

const ENDED = "La personne qui tient la classe a arrêté ce lab.";

/** What an instructor does about the labs of students; each is noted where the student can read it. */
export function labActionRoutes(app: FastifyInstance, services: ClassServices): void {
  const { store, now } = services;

  const labsOf = (members: readonly Member[], lessons: readonly string[]) => {
    const byOwner = new Map(members.map((member) => [member.owner, member]));
    return (services.labs()?.living() ?? []).flatMap((lab) => {
      const member = byOwner.get(lab.owner);
      // A lab of another lesson is the student's own affair.
      return member && lessons.includes(lab.lesson.slug) ? [{ member, lab }] : [];
    });
  };

  /** @throws {AtelierError} where the lab is not as it must be */
  const act = async (lab: LabRecord, action: LabAction) => {
    const labs = services.labs();
    if (!labs) throw new AtelierError("no-labs-here");
    if (action === "extend") await labs.extend(lab);
    else if (action === "reset") labs.reset(lab);
    else await labs.end(lab, ENDED);
  };

  const doAndNote = async (
    request: FastifyRequest,
    { member, lab }: { member: Member; lab: LabRecord },
    action: LabAction,
  ) => {
    await act(lab, action);
    await note(store.db, {
      at: now(),
      class: member.class,
      member: member.id,
      by: signedInOf(request).instructor,
      action: `lab-${action}`,
      detail: { lesson: lab.lesson.slug },
    });
    services.touched(member.class);
  };

  app.post(
    "/api/classes/:id/members/:member/lab",
    { schema: described("Extends, resets or ends a student's lab", undefined, "labAction") },
    async (request, reply) => {
      const { id, lessons } = heldOf(request);
      const { action } = parse(bodies.labAction, request.body);
      const { member } = request.params as { member: string };
      const found = await memberIn(store.db, id, member);
      if (!found) throw new AtelierError("no-such-member");
      const theirs = labsOf([found], lessons);
      if (theirs.length === 0) throw new AtelierError("student-without-lab");
      for (const each of theirs) await doAndNote(request, each, action);
      return reply.code(204).send();
    },
  );

  app.post(
    "/api/classes/:id/labs",
    { schema: described("Does the same for every lab of the class", "labActionDone", "labAction") },
    async (request): Promise<LabActionAnswer> => {
      const { id, lessons } = heldOf(request);
      const { action } = parse(bodies.labAction, request.body);
      const all = labsOf(await membersOf(store.db, id), lessons);
      const tries = await Promise.allSettled(all.map((each) => doAndNote(request, each, action)));
      const done = tries.filter(({ status }) => status === "fulfilled").length;
      return { done, refused: all.length - done };
    },
  );
}
