import type { MemberExport } from "../../protocol-classes.ts";
import { exportMember, type Member } from "../../store/members.ts";
import type { ClassServices } from "./services.ts";
import { iso } from "./views.ts";

/**
 * All that is stored about a student, as they take it away; recordings are files of their own.
 * @param folder path on this site below which who asked finds these
 */
export async function exportView(
  { store: { db }, recordings }: ClassServices,
  member: Member,
  folder: string,
): Promise<MemberExport> {
  const found = await exportMember(db, member);
  return {
    class: found.class,
    name: found.member.name,
    joinedAt: iso(found.member.joined),
    seenAt: iso(found.member.seen),
    steps: found.progress.map(({ lesson, step, state, begun, done, tries }) => ({
      lesson,
      step,
      state,
      begunAt: iso(begun),
      doneAt: done === null ? null : iso(done),
      tries,
    })),
    errors: found.errors,
    messages: found.messages.map(({ sent, sender, words, read }) => ({
      at: iso(sent),
      by: sender,
      words,
      readAt: read === null ? null : iso(read),
    })),
    recordings: await Promise.all(
      found.recordings.map(async ({ id, lesson, terminal, begun, ended }) => ({
        id,
        lesson,
        terminal,
        begunAt: iso(begun),
        endedAt: ended === null ? null : iso(ended),
        bytes: (await recordings.size(id)) ?? null,
        path: `${folder}/${id}`,
      })),
    ),
    trail: found.trail.map((line) => ({ ...line, at: iso(line.at) })),
  };
}
