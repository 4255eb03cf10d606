import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    /** Name of the cookie by which a person is known: signed, out of reach of scripts, never sent by others' forms. */
    sessionCookie: string;
  }
}

/**
 * Names the cookie. With HTTPS browsers let nobody else set it: a lab's preview, on a host beside the site's, could
 * otherwise give its reader another person's (RFC 6265bis, cookie name prefixes).
 */
export function nameSession(app: FastifyInstance, https: boolean): void {
  app.decorateRequest("sessionCookie", https ? "__Host-atelier" : "atelier");
}

/** How long a person is remembered on a device (s). */
const REMEMBERED = 180 * 24 * 3600;

/** The person behind a request, or `undefined`: no cookie yet, or one that we did not sign. */
export function personOf(request: FastifyRequest): string | undefined {
  const raw = request.cookies[request.sessionCookie];
  if (!raw) return undefined;
  const { valid, value } = request.unsignCookie(raw);
  return valid && value ? value : undefined;
}

/** The person behind a request; a new one, remembered by a cookie, when there is none. */
export function recognise(request: FastifyRequest, reply: FastifyReply, secure: boolean): string {
  const known = personOf(request);
  if (known) return known;
  const person = randomBytes(16).toString("base64url");
  becomes(request, reply, person, secure);
  return person;
}

/** Makes whoever holds this browser a person that is known already: back on another machine. */
export function becomes(
  request: FastifyRequest,
  reply: FastifyReply,
  person: string,
  secure: boolean,
): void {
  reply.setCookie(request.sessionCookie, person, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure,
    signed: true,
    maxAge: REMEMBERED,
  });
}

/** Forgets who holds this browser: the next one at this machine is somebody else. */
export function forget(request: FastifyRequest, reply: FastifyReply, secure: boolean): void {
  reply.clearCookie(request.sessionCookie, { path: "/", httpOnly: true, sameSite: "lax", secure });
}
