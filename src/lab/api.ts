import type { Problem } from "../../server/protocol.ts";

/** A request that failed, with what to tell the reader. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

const problem = (code: string, title: string, detail: string): ProblemError =>
  new ProblemError({ type: "about:blank", status: 0, code, title, detail });

/**
 * Speaks to the atelier's server (contract: problem+json, RFC 9457).
 * @param path below `/api`, such as `/labs`
 * @throws ProblemError when the server refuses, does not answer, or is not there
 */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw problem(
      "unreachable",
      "L’atelier ne répond pas.",
      "Vérifiez la connexion, puis réessayez.",
    );
  }
  if (response.status === 204) return undefined as T;
  const type = response.headers.get("content-type") ?? "";
  if (!/\bjson\b/.test(type)) {
    throw problem(
      "no_server",
      "Il n’y a pas de serveur de labs ici.",
      "Les leçons se lisent sans lui\u202f; pour les labs, lancez l’atelier sur une machine Linux avec npm start.",
    );
  }
  const answer: unknown = await response.json();
  if (!response.ok) throw new ProblemError(answer as Problem);
  return answer as T;
}

/** The problem of any error, so that nothing fails without a word. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return {
    type: "about:blank",
    status: 0,
    code: "unexpected",
    title: "Erreur inattendue.",
    detail,
  };
}
