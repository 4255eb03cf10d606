import type { FastifyReply, FastifyRequest } from "fastify";

/** Longer than any session: the server alone says when one is over (s). */
const KEPT = 7 * 24 * 3600;

/** Name of the instructor's cookie. With HTTPS browsers let nobody else set it (RFC 6265bis, cookie name prefixes). */
const nameOf = (https: boolean) => (https ? "__Host-atelier-formateur" : "atelier-formateur");

/** The session's token that a browser sends; never from a page of another site. */
export function tokenOf(request: FastifyRequest, https: boolean): string | undefined {
  return request.cookies[nameOf(https)];
}

/** Gives a browser its session. */
export function giveCookie(reply: FastifyReply, token: string, https: boolean): void {
  reply.setCookie(nameOf(https), token, { ...attributes(https), maxAge: KEPT });
}

/** Takes it away. */
export function takeCookie(reply: FastifyReply, https: boolean): void {
  reply.clearCookie(nameOf(https), attributes(https));
}

const attributes = (https: boolean) =>
  ({ path: "/", httpOnly: true, sameSite: "strict", secure: https }) as const;
