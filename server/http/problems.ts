import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type z } from "zod";
import { AtelierError, problemOf } from "../errors.ts";
import { LxdUnreachable } from "../lxd/errors.ts";

/**
 * Answers every error under `/api` as `application/problem+json`, and a fault elsewhere by the site's own page.
 * @param faultPage reads that page; undefined where the site has none
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function answerProblems(
  app: FastifyInstance,
  faultPage: () => Promise<Buffer | undefined>,
): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const known = asAtelierError(error);
    // A refusal that we chose, such as « all labs are taken », is no fault.
    if (known !== error && known.status >= 500)
      request.log.error({ err: error }, "erreur du serveur");
    const page = known.status >= 500 && !isApi(request) ? await faultPage() : undefined;
    if (page) return reply.code(known.status).type("text/html; charset=utf-8").send(page);
    return sendProblem(reply, known);
  });
}

export function sendProblem(reply: FastifyReply, error: AtelierError): FastifyReply {
  if (error.retryAfter !== undefined) reply.header("retry-after", error.retryAfter);
  return reply.code(error.status).type("application/problem+json").send(problemOf(error));
}

/** What a person is told of any error. */
export function asAtelierError(error: Error & { statusCode?: number }): AtelierError {
  if (error instanceof AtelierError) return error;
  if (error instanceof LxdUnreachable) return new AtelierError("lxd-unreachable", { cause: error });
  if (error.statusCode === 429) return new AtelierError("too-many-requests", { retryAfter: 60 });
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500)
    return new AtelierError("bad-request", { cause: error });
  return new AtelierError("server-fault", { cause: error });
}

/** Reads a part of a request by its schema. @throws {AtelierError} `bad-request`, with what is wrong. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".");
  throw new AtelierError("bad-request", {
    detail: where
      ? `Le champ «\u00a0${where}\u00a0» ne convient pas.`
      : "Le corps de la demande ne convient pas.",
  });
}

/** The hook's way to know API requests from pages. */
export function isApi(request: FastifyRequest): boolean {
  return request.url.startsWith("/api/");
}
