import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { AtelierError } from "../../errors.ts";
import { accountOf } from "../../store/instructors.ts";
import { beginSession } from "../../store/sessions.ts";
import type { ClassServices } from "../classes/services.ts";
import { browserOf } from "./browser.ts";
import { giveCookie } from "./cookie.ts";
import { NotAllowed, type OidcCheck } from "./oidc.ts";

/** How long somebody may take at the provider (s). */
const PATIENCE = 600;
const PATH = "/api/instructors/oidc";

const checkShape = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string() });
checkShape satisfies z.ZodType<OidcCheck>;

/** Leads to the provider and back; what goes wrong is told by the page on which one signs in. */
export function oidcRoutes(app: FastifyInstance, services: ClassServices, https: boolean): void {
  const { oidc, store, now } = services;
  const name = https ? "__Secure-atelier-oidc" : "atelier-oidc";
  // Lax: the provider's page leads the browser back here, and Strict would keep the cookie at home.
  const attributes = {
    path: PATH,
    httpOnly: true,
    sameSite: "lax",
    secure: https,
    signed: true,
  } as const;
  const originOf = (request: FastifyRequest) =>
    services.publicUrl ? new URL(services.publicUrl).origin : `http://${request.host}`;
  const limit = { rateLimit: { max: 30, timeWindow: "1 minute" } };
  const refused = (reply: FastifyReply, why: "service" | "refus") =>
    reply.redirect(`/formateur/entrer/?${why}`);

  app.get(
    PATH,
    { config: limit, schema: { summary: "Leads to the OpenID Connect provider" } },
    async (request, reply) => {
      if (!oidc) throw new AtelierError("no-oidc");
      try {
        const { url, check } = await oidc.begin(`${originOf(request)}${PATH}/callback`);
        reply.setCookie(name, JSON.stringify(check), { ...attributes, maxAge: PATIENCE });
        return await reply.redirect(url.href);
      } catch (error) {
        request.log.warn({ err: error }, "le service de connexion ne répond pas");
        return await refused(reply, "service");
      }
    },
  );

  app.get(
    `${PATH}/callback`,
    { config: limit, schema: { summary: "Comes back from the OpenID Connect provider" } },
    async (request, reply) => {
      if (!oidc) throw new AtelierError("no-oidc");
      const check = checkOf(request, name);
      reply.clearCookie(name, attributes);
      if (!check) return await refused(reply, "refus");
      try {
        const address = new URL(request.url, originOf(request));
        const { subject, name: called } = await oidc.finish(address, check);
        const { id } = await accountOf(store.db, { subject, name: called }, now());
        giveCookie(
          reply,
          await beginSession(store.db, id, "oidc", browserOf(request), now()),
          https,
        );
        return await reply.redirect("/formateur/");
      } catch (error) {
        // What the provider says may name the person: the kind of error will do.
        const kind = error instanceof NotAllowed ? error.message : (error as Error).name;
        request.log.warn({ kind }, "connexion refusée");
        return await refused(reply, "refus");
      }
    },
  );
}

function checkOf(request: FastifyRequest, name: string): OidcCheck | undefined {
  const raw = request.cookies[name];
  const { valid, value } = raw ? request.unsignCookie(raw) : { valid: false, value: null };
  if (!valid || !value) return undefined;
  return checkShape.safeParse(JSON.parse(value)).data;
}
