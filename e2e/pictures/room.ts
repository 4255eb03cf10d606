import type { ClassPlan, ClassView } from "../../server/protocol-classes.ts";
import { LESSONS } from "../browser/course.ts";
import { LabClient } from "../client/labClient.ts";
import { PASSWORD, signedIn } from "../client/room.ts";
import type { Story } from "./pupil.ts";

const AUTHOR = "Zoé Martin";
const HOUR = 3_600_000;
/** The hour at which the class begins, whatever the hour is. */
const MORNING = 9;
const BEGINS = Math.floor(Date.now() / HOUR) * HOUR;
const STEPS = ["lancer", "adresse", "entrer", "fichiers", "arreter", "deux-conteneurs"];
const done = (count: number) => STEPS.slice(0, count);
const HOMEWORK = [
  "qui-suis-je",
  "fichier-de-root",
  "service-endormi",
  "intrus",
  "recharger",
  "se-laisser-guider",
];
const home = (count = HOMEWORK.length) => ({ [LESSONS.guide]: HOMEWORK.slice(0, count) });

/** What who has a browser did at home. */
export const HOME = home();

/** The class of the pictures: each of its students is somewhere else. */
export const STORIES: readonly Story[] = [
  {
    name: "Aïcha",
    brings: home(),
    lesson: LESSONS.lxd,
    done: done(1),
    hand: "Mon conteneur n’a pas d’adresse.",
  },
  {
    name: "Baptiste",
    brings: home(),
    lesson: LESSONS.lxd,
    done: done(2),
    types: { command: "lxc exec c2 -- bash", until: /not found/ },
    tries: { step: "entrer", times: 4 },
  },
  { name: "Camille", brings: home(), lesson: LESSONS.lxd, done: done(3) },
  { name: "Diego", brings: home(), lesson: LESSONS.lxd, done: done(5) },
  { name: "Élise", brings: home(), lesson: LESSONS.lxd, done: done(4) },
  { name: "Fatou", brings: home(4), lesson: LESSONS.lxd, done: done(2) },
  {
    name: "Hugo",
    brings: home(3),
    lesson: LESSONS.lxd,
    types: { command: "lcx launch debian c1", until: /introuvable/ },
    tries: { step: "lancer", times: 2 },
  },
  {
    name: "Manon",
    brings: home(),
    lesson: LESSONS.lxd,
    done: done(4),
    tries: { step: "arreter", times: 1 },
  },
  { name: "Théo", brings: home(2) },
];

/** The instructor: signs in, or opens the first account of a server that has none. @param firstLink its link */
export async function author(url: string, firstLink: string | undefined): Promise<LabClient> {
  const client = new LabClient(url);
  const known = { name: AUTHOR, password: PASSWORD };
  try {
    await client.request("POST", "/api/instructors/session", known);
    return client;
  } catch (error) {
    if (!firstLink) throw error;
    return await signedIn(url, firstLink, AUTHOR);
  }
}

/** A time zone in which it is morning: browsers are put there. @see https://www.iana.org/time-zones */
export function morning(): string {
  const east = MORNING - new Date(BEGINS).getUTCHours();
  // Signs are the other way round there, and there are twelve zones to the west.
  const offset = east < -12 ? east + 24 : east;
  return `Etc/GMT${offset > 0 ? "-" : "+"}${Math.abs(offset)}`;
}

/** A class that has been at work for a while. */
export async function prepare(instructor: LabClient): Promise<ClassView> {
  const plan: ClassPlan = {
    name: "Conteneurs, groupe A",
    lessons: [LESSONS.guide, LESSONS.lxd],
    startsAt: new Date(BEGINS).toISOString(),
    endsAt: new Date(BEGINS + 3 * HOUR).toISOString(),
    size: 12,
    solutions: "open",
    recording: "off",
    retentionDays: 30,
  };
  return (await (await instructor.request("POST", "/api/classes", plan)).json()) as ClassView;
}
