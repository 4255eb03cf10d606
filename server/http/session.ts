import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

/** The cookie by which a person is known: signed, out of reach of scripts, never sent by other sites' forms. */
const COOKIE = "atelier";
/** How long a person is remembered on a device (s). */
const REMEMBERED = 180 * 24 * 3600;

/** The person behind a request, or `undefined`: no cookie yet, or one that we did not sign. */
export function personOf(request: FastifyRequest): string | undefined {
  const raw = request.cookies[COOKIE];
  if (!raw) return undefined;
  const { valid, value } = request.unsignCookie(raw);
  return valid && value ? value : undefined;
}

/** The person behind a request; a new one, remembered by a cookie, when there is none. */
export function recognise(request: FastifyRequest, reply: FastifyReply, secure: boolean): string {
  const known = personOf(request);
  if (known) return known;
  const person = randomBytes(16).toString("base64url");
  reply.setCookie(COOKIE, person, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure,
    signed: true,
    maxAge: REMEMBERED,
  });
  return person;
}
