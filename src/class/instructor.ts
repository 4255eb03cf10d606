import { call, ProblemError } from "../lab/api.ts";

/** Asks as an instructor; who is not signed in is led to the page on which one does. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  try {
    return await call<T>(method, path, body);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === "sign-in-needed")
      location.assign("/formateur/entrer/");
    throw error;
  }
}
