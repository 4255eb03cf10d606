import type { FastifyInstance, FastifyRequest } from "fastify";
import { AtelierError } from "../../errors.ts";
import { type Class, heldClass } from "../../store/classes.ts";
import { type Member, membershipsOf, seen } from "../../store/members.ts";
import { bySession, openSessions, type SignedIn } from "../../store/sessions.ts";
import { giveCookie, tokenOf } from "../instructors/cookie.ts";
import { personOf } from "../session.ts";
import type { ClassServices } from "./services.ts";

/**
 * Who may ask: `anyone`; a `student`, whose browser is a member of some class; an `instructor` who is signed in; a
 * `holder`, the instructor to whom the class `:id` belongs (others are told that there is none).
 */
export type Role = "anyone" | "student" | "instructor" | "holder";

/** Every route of classes and instructors, and who may ask. One that is not here cannot be registered. */
export const ROLES: Readonly<Record<string, Role>> = {
  "POST /api/classes/join": "anyone",
  "POST /api/classes/return": "anyone",
  "POST /api/classes/leave": "anyone",
  "GET /api/classes/me": "student",
  "DELETE /api/classes/me": "student",
  "GET /api/classes/me/events": "student",
  "GET /api/classes/me/export": "student",
  "POST /api/classes/me/progress": "student",
  "DELETE /api/classes/me/:member": "student",
  "POST /api/classes/me/:member/code": "student",
  "PUT /api/classes/me/:member/hand": "student",
  "DELETE /api/classes/me/:member/hand": "student",
  "POST /api/classes/me/:member/messages/:message/read": "student",
  "POST /api/classes/me/:member/looks/:look": "student",
  "GET /api/classes/me/:member/demonstration": "student",
  "GET /api/classes/me/:member/recordings": "student",
  "GET /api/classes/me/:member/recordings/:recording": "student",

  "GET /api/instructors/ways": "anyone",
  "POST /api/instructors/accounts": "anyone",
  "POST /api/instructors/session": "anyone",
  "GET /api/instructors/oidc": "anyone",
  "GET /api/instructors/oidc/callback": "anyone",
  "DELETE /api/instructors/session": "instructor",
  "GET /api/instructors": "instructor",
  "GET /api/instructors/me": "instructor",
  "PUT /api/instructors/me/password": "instructor",
  "GET /api/instructors/me/sessions": "instructor",
  "DELETE /api/instructors/me/sessions": "instructor",
  "DELETE /api/instructors/me/sessions/:session": "instructor",
  "GET /api/instructors/invitations": "instructor",
  "POST /api/instructors/invitations": "instructor",
  "DELETE /api/instructors/invitations/:invitation": "instructor",

  "GET /api/classes": "instructor",
  "POST /api/classes": "instructor",
  "GET /api/classes/:id": "holder",
  "PATCH /api/classes/:id": "holder",
  "DELETE /api/classes/:id": "holder",
  "POST /api/classes/:id/close": "holder",
  "POST /api/classes/:id/open": "holder",
  "POST /api/classes/:id/duplicate": "holder",
  "GET /api/classes/:id/qr.svg": "holder",
  "GET /api/classes/:id/preflight": "holder",
  "PUT /api/classes/:id/instructors/:instructor": "holder",
  "DELETE /api/classes/:id/instructors/:instructor": "holder",
  "GET /api/classes/:id/board": "holder",
  "PUT /api/classes/:id/board/:stream/visible": "holder",
  "POST /api/classes/:id/labs": "holder",
  "POST /api/classes/:id/messages": "holder",
  "PUT /api/classes/:id/openings": "holder",
  "PUT /api/classes/:id/locks": "holder",
  "PUT /api/classes/:id/demonstration": "holder",
  "DELETE /api/classes/:id/demonstration": "holder",
  "DELETE /api/classes/:id/members/:member/hand": "holder",
  "GET /api/classes/:id/members/:member/terminals/:name": "holder",
  "POST /api/classes/:id/members/:member/lab": "holder",
  "GET /api/classes/:id/results.csv": "holder",
  "GET /api/classes/:id/results.json": "holder",
  "GET /api/classes/:id/recordings": "holder",
  "GET /api/classes/:id/recordings/:recording": "holder",
  "DELETE /api/classes/:id/recordings/:recording": "holder",
  "GET /api/classes/:id/members": "holder",
  "PATCH /api/classes/:id/members/:member": "holder",
  "DELETE /api/classes/:id/members/:member": "holder",
  "POST /api/classes/:id/members/:member/code": "holder",
  "GET /api/classes/:id/members/:member/export": "holder",
};

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks, as far as the route's role had it looked up. */
    who: { signedIn?: SignedIn; held?: Class; memberships?: Member[] } | null;
  }
}

const GUARDED = /^\/api\/(classes|instructors)(\/|$)/;

/** The role of a route; Fastify answers HEAD by the route for GET. */
function roleOf(method: string, url: string): Role | undefined {
  return ROLES[`${method === "HEAD" ? "GET" : method} ${url}`];
}

/** Lets a route of classes and instructors be registered only with a role, and holds every request to it. */
export function guardRoles(app: FastifyInstance, services: ClassServices, https: boolean): void {
  const { db } = services.store;
  app.decorateRequest("who", null);

  app.addHook("onRoute", ({ method, url }) => {
    if (!GUARDED.test(url)) return;
    for (const each of [method].flat())
      if (!roleOf(each, url)) throw new Error(`${each} ${url} has no role in roles.ts`);
  });

  app.addHook("onRequest", async (request, reply) => {
    const { url } = request.routeOptions;
    if (!url || !GUARDED.test(url)) return;
    // What is about people is nobody's to keep on the way.
    reply.header("cache-control", "no-store");
    const role = roleOf(request.method, url);
    if (!role) throw new AtelierError("not-found");
    if (role === "anyone") return;
    if (role === "student") {
      const memberships = await membershipsOf(db, personOf(request) ?? "");
      if (memberships.length === 0) throw new AtelierError("not-joined");
      await seen(db, memberships, services.now());
      request.who = { memberships };
      return;
    }
    const token = tokenOf(request, https);
    const signedIn = token ? await bySession(db, token, services.now(), !request.ws) : undefined;
    if (!signedIn) throw new AtelierError("sign-in-needed");
    if (signedIn.token) giveCookie(reply, signedIn.token, https);
    request.who = { signedIn };
    if (role === "instructor") return;
    const { id } = request.params as { id: string };
    const held = await heldClass(db, id, signedIn.instructor.id);
    if (!held) throw new AtelierError("no-such-class");
    request.who = { signedIn, held };
  });
}

/** The instructor who asks. @throws {AtelierError} `sign-in-needed` on a route that let others in */
export function signedInOf(request: FastifyRequest): SignedIn {
  const signedIn = request.who?.signedIn;
  if (!signedIn) throw new AtelierError("sign-in-needed");
  return signedIn;
}

/** The class that a holder asks about. @throws {AtelierError} `no-such-class` on a route of another role */
export function heldOf(request: FastifyRequest): Class {
  const held = request.who?.held;
  if (!held) throw new AtelierError("no-such-class");
  return held;
}

/**
 * Whether a holder still is one: what is open longer than a request ends for who signs out, or loses the class.
 */
export async function stillHolds(
  request: FastifyRequest,
  { store: { db }, now }: ClassServices,
): Promise<boolean> {
  const { instructor, session } = signedInOf(request);
  const held = await heldClass(db, heldOf(request).id, instructor.id);
  if (!held) return false;
  return (await openSessions(db, instructor.id, now())).some(({ id }) => id === session);
}

/** What the student who asks is in the class of `:member`. @throws {AtelierError} `no-such-member` */
export function ownMember(request: FastifyRequest): Member {
  const { member } = request.params as { member: string };
  const found = membershipsIn(request).find(({ id }) => id === member);
  if (!found) throw new AtelierError("no-such-member");
  return found;
}

/** What a student is in their classes. */
export function membershipsIn(request: FastifyRequest): Member[] {
  return request.who?.memberships ?? [];
}
