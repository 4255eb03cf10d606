import type {
  ClassPlan as WirePlan,
  ClassView,
  Membership,
  MemberView,
} from "../../protocol-classes.ts";
import { type Class, type ClassPlan, erasedAt, holdersOf } from "../../store/classes.ts";
import { type Member, membersOf } from "../../store/members.ts";
import { progressOf } from "../../store/progress.ts";
import type { ClassServices } from "./services.ts";

/** Epoch milliseconds as the wire has them. */
export const iso = (at: number): string => new Date(at).toISOString();

/** A plan as the store keeps it. */
export function storedPlan({ startsAt, endsAt, ...rest }: WirePlan): ClassPlan {
  return { ...rest, starts: Date.parse(startsAt), ends: Date.parse(endsAt) };
}

/** A class's plan as the wire has it. */
export function wirePlan(each: Class): WirePlan {
  const { name, lessons, size, solutions, recording, retentionDays } = each;
  return {
    name,
    lessons,
    startsAt: iso(each.starts),
    endsAt: iso(each.ends),
    size,
    solutions,
    recording,
    retentionDays,
  };
}

/** Address that students open: the code is in the fragment, which no log sees. */
export function linkOf(each: Class, origin: string): string {
  return `${origin}/classe/#${each.code}`;
}

/** A class as its instructors see it. @param origin of the site, as `https://atelier.example` */
export async function classView(
  { store: { db } }: ClassServices,
  each: Class,
  origin: string,
): Promise<ClassView> {
  return {
    ...wirePlan(each),
    id: each.id,
    code: each.code,
    link: linkOf(each, origin),
    closed: each.closed !== null,
    createdAt: iso(each.created),
    erasedAt: iso(erasedAt(each)),
    members: (await membersOf(db, each.id)).length,
    instructors: await holdersOf(db, each.id),
  };
}

/** A student as instructors see them. */
export async function memberView(
  { store: { db } }: ClassServices,
  member: Member,
): Promise<MemberView> {
  const { id, name } = member;
  const steps = await progressOf(db, id);
  const done = steps.filter(({ state }) => state === "done").length;
  return { id, name, joinedAt: iso(member.joined), seenAt: iso(member.seen), done };
}

/** A class as its student sees it. */
export async function membershipView(
  { store: { db }, lessons }: ClassServices,
  member: Member,
  each: Class,
): Promise<Membership> {
  const course = lessons();
  return {
    id: member.id,
    name: member.name,
    joinedAt: iso(member.joined),
    class: {
      id: each.id,
      name: each.name,
      lessons: each.lessons.flatMap((slug) => {
        const lesson = course.get(slug);
        return lesson ? [{ slug, title: lesson.title }] : [];
      }),
      startsAt: iso(each.starts),
      endsAt: iso(each.ends),
      closed: each.closed !== null,
      recording: each.recording,
      erasedAt: iso(erasedAt(each)),
      instructors: (await holdersOf(db, each.id)).map(({ name }) => name),
    },
  };
}
