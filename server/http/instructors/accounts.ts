import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AtelierError } from "../../errors.ts";
import type { Instructor } from "../../protocol-classes.ts";
import {
  bySignIn,
  hasInstructors,
  invite,
  listInstructors,
  loginOf,
  openAccount,
  openInvitations,
  setPassword,
  withdraw,
} from "../../store/instructors.ts";
import { beginSession, openSessions, revokeSessions } from "../../store/sessions.ts";
import { Guesses } from "../classes/guesses.ts";
import { signedInOf } from "../classes/roles.ts";
import { bodies, described } from "../classes/schemas.ts";
import type { ClassServices } from "../classes/services.ts";
import { iso } from "../classes/views.ts";
import { parse } from "../problems.ts";
import { browserOf } from "./browser.ts";
import { giveCookie, takeCookie } from "./cookie.ts";

/** argon2 costs memory and time: an address may ask for so many a minute. */
const COSTLY = { rateLimit: { max: 30, timeWindow: "1 minute" } };
/** From one address it is refused one day; whoever is under attack from many places only waits. */
const BY_ADDRESS = { free: 5, most: 30, inAll: 500 };
const BY_NAME = { free: 5, most: Infinity, inAll: Infinity };

/** How instructors come in, see their sessions, and invite others. */
export function accountRoutes(app: FastifyInstance, services: ClassServices, https: boolean): void {
  const { store, now } = services;
  const addresses = new Guesses(BY_ADDRESS, now);
  const names = new Guesses(BY_NAME, now);

  const signIn = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { id, name }: Instructor,
  ): Promise<Instructor> => {
    giveCookie(
      reply,
      await beginSession(store.db, id, "password", browserOf(request), now()),
      https,
    );
    return { id, name };
  };

  app.get(
    "/api/instructors/ways",
    { schema: described("Whether there is an account yet, and how one signs in", "ways") },
    async () => ({
      first: !(await hasInstructors(store.db)),
      oidc: services.oidc !== undefined,
    }),
  );

  app.post(
    "/api/instructors/accounts",
    {
      config: COSTLY,
      schema: described("Opens an account by a link's token", "instructor", "account", 201),
    },
    async (request, reply) => {
      const account = parse(bodies.account, request.body);
      const opened = await addresses.try(request.ip, async () => {
        const found = await openAccount(store.db, account, now());
        return found === "bad-invitation" ? undefined : found;
      });
      if (!opened) throw new AtelierError("bad-invitation");
      if (typeof opened === "string") throw new AtelierError(opened);
      void reply.code(201);
      return await signIn(request, reply, opened);
    },
  );

  app.post(
    "/api/instructors/session",
    {
      config: COSTLY,
      schema: described("Signs an instructor in", "instructor", "signIn"),
    },
    async (request, reply) => {
      const { name, password } = parse(bodies.signIn, request.body);
      const found = await addresses.try(request.ip, () =>
        names.try(loginOf(name), () => bySignIn(store.db, name, password)),
      );
      if (!found) throw new AtelierError("sign-in-refused");
      return await signIn(request, reply, found);
    },
  );

  app.delete(
    "/api/instructors/session",
    { schema: described("Signs out: the session is over, wherever its cookie is") },
    async (request, reply) => {
      const { instructor, session } = signedInOf(request);
      await revokeSessions(store.db, instructor.id, { only: session }, now());
      takeCookie(reply, https);
      return reply.code(204).send();
    },
  );

  app.get("/api/instructors", { schema: described("All instructors", "instructors") }, async () =>
    listInstructors(store.db),
  );

  app.get(
    "/api/instructors/me",
    { schema: described("Who is signed in", "instructor") },
    async (request) => signedInOf(request).instructor,
  );

  app.put(
    "/api/instructors/me/password",
    {
      config: COSTLY,
      schema: described("Another password; all other sessions end", undefined, "password"),
    },
    async (request, reply) => {
      const { current, next } = parse(bodies.password, request.body);
      const { instructor, session } = signedInOf(request);
      const right = await names.try(loginOf(instructor.name), () =>
        bySignIn(store.db, instructor.name, current),
      );
      if (!right) throw new AtelierError("sign-in-refused");
      await setPassword(store.db, instructor.id, next);
      await revokeSessions(store.db, instructor.id, { allBut: session }, now());
      return reply.code(204).send();
    },
  );

  app.get(
    "/api/instructors/me/sessions",
    { schema: described("The instructor's own sessions, the latest first", "sessions") },
    async (request) => {
      const { instructor, session } = signedInOf(request);
      const all = await openSessions(store.db, instructor.id, now());
      return all.map(({ id, kind, browser, createdAt, seenAt }) => ({
        id,
        kind,
        browser,
        createdAt: iso(createdAt),
        seenAt: iso(seenAt),
        current: id === session,
      }));
    },
  );

  app.delete(
    "/api/instructors/me/sessions",
    { schema: described("Ends every other session of the instructor's own") },
    async (request, reply) => {
      const { instructor, session } = signedInOf(request);
      await revokeSessions(store.db, instructor.id, { allBut: session }, now());
      return reply.code(204).send();
    },
  );

  app.delete(
    "/api/instructors/me/sessions/:session",
    { schema: described("Ends a session of the instructor's own") },
    async (request, reply) => {
      const { session } = request.params as { session: string };
      const { instructor } = signedInOf(request);
      await revokeSessions(store.db, instructor.id, { only: session }, now());
      return reply.code(204).send();
    },
  );

  app.get(
    "/api/instructors/invitations",
    { schema: described("Invitations that nobody has used yet", "invitations") },
    async () => {
      const open = await openInvitations(store.db, now());
      return open.map(({ id, by, expiresAt }) => ({ id, by, expiresAt: iso(expiresAt) }));
    },
  );

  app.post(
    "/api/instructors/invitations",
    { schema: described("A link that opens one account, told once", "invited", undefined, 201) },
    async (request, reply) => {
      const { instructor } = signedInOf(request);
      const { id, token, expiresAt } = await invite(store.db, instructor.id, now());
      return reply.code(201).send({ id, path: entryPath(token), expiresAt: iso(expiresAt) });
    },
  );

  app.delete(
    "/api/instructors/invitations/:invitation",
    { schema: described("Takes an invitation back") },
    async (request, reply) => {
      await withdraw(store.db, (request.params as { invitation: string }).invitation);
      return reply.code(204).send();
    },
  );
}

/** Where a link's token opens an account: in the fragment, which browsers send to nobody. */
export function entryPath(token: string): string {
  return `/formateur/entrer/#${token}`;
}
