import type { ClassPlan } from "../../server/protocol-classes.ts";
import { LabClient } from "./labClient.ts";

/** A class that is under way. @param lessons slugs */
export const ROOM = (lessons: string[], size: number): ClassPlan => ({
  name: "Lundi",
  lessons,
  startsAt: new Date(Date.now() - 60_000).toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  size,
  solutions: "open",
  checks: "lenient",
  recording: "off",
  retentionDays: 1,
});

/** The password of the tests' instructor. */
export const PASSWORD = "un long mot de passe";

/** The first instructor of a server, whose account its link opens. */
export async function signedIn(url: string, firstLink: string, name = "Zoé"): Promise<LabClient> {
  const instructor = new LabClient(url);
  const token = new URL(firstLink).hash.slice(1);
  const account = { token, name, password: PASSWORD };
  await instructor.request("POST", "/api/instructors/accounts", account);
  return instructor;
}
