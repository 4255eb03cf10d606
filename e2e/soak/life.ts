import { setTimeout as delay } from "node:timers/promises";
import type { Lab, ManifestLesson } from "../../server/protocol.ts";
import { type LabClient, ProblemError } from "../client/labClient.ts";
import type { Random } from "../client/random.ts";
import { TerminalClient } from "../client/terminalClient.ts";

/** How a lab's life came out. */
export interface LifeStory {
  lab: string;
  lesson: string;
  /** Starts that came to nothing because what makes machines was killed: the student asks again. */
  startsAgain: number;
  /** Why a lab that was its student's went without being asked to; absent for a life as it must be. */
  lost?: string;
}

/** How long a student asks before they give up (ms). */
const PATIENCE = 240_000;
/** Between two tries (ms). */
const PAUSE = 300;

/**
 * A student's whole time with a lab, from the first click to the end, on a server and a daemon that may be killed
 * at any moment: what fails by that is asked again, as a page or a person would.
 */
export async function live(
  person: LabClient,
  lesson: ManifestLesson,
  random: Random,
): Promise<LifeStory> {
  const story: LifeStory = { lab: "", lesson: lesson.slug, startsAgain: 0 };
  const acts = [work, work, check, reset, goBack, extend, rest];
  try {
    await begin(person, lesson, story);
    for (let acted = random.below(4); acted >= 0; acted--) {
      await random.one(...(acts as [typeof work]))(person, story.lab, lesson);
      await readyAgain(person, story.lab);
    }
  } catch (error) {
    story.lost = error instanceof Error ? error.message : String(error);
  }
  await end(person, story.lab);
  return story;
}

/** Starts until there is a lab that is ready. */
async function begin(person: LabClient, { slug }: ManifestLesson, story: LifeStory): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (; Date.now() < deadline; story.startsAgain++) {
    const { id } = await insist(() => person.start(slug));
    story.lab = id;
    const lab = await settled(person, id);
    if (lab?.state === "ready") return;
    await end(person, id);
  }
  throw new Error("aucun lab n’a démarré");
}

/** Waits until the lab is ready again. @throws {Error} when it is gone. */
async function readyAgain(person: LabClient, id: string): Promise<void> {
  const lab = await settled(person, id);
  if (lab?.state !== "ready") throw new Error(lab?.reason ?? "le serveur ne connaît plus ce lab");
}

/** The lab once it is ready or over; `undefined` when the server does not know it. */
async function settled(person: LabClient, id: string): Promise<Lab | undefined> {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const lab = await insist(() => person.get(id)).catch((error: unknown) => {
      if (error instanceof ProblemError && error.problem.status === 404) return undefined;
      throw error;
    });
    if (lab === undefined || lab.state === "ready" || lab.state === "ended") return lab;
    await delay(PAUSE);
  }
  throw new Error("le lab n’est ni prêt ni terminé");
}

/** Ends the lab; one that is gone is what was wanted. */
async function end(person: LabClient, id: string): Promise<void> {
  if (!id) return;
  await insist(() => person.stop(id)).catch((error: unknown) => {
    if (!(error instanceof ProblemError && error.problem.status === 404)) throw error;
  });
}

/** Asks again while nobody answers, while the server says that LXD does not, or that it is asked too much. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + PATIENCE; ; await delay(PAUSE)) {
    try {
      return await ask();
    } catch (error) {
      const status = error instanceof ProblemError ? error.problem.status : 503;
      const refused = status < 500 && status !== 429;
      if (refused || Date.now() > deadline) throw error;
    }
  }
}

type Act = (person: LabClient, id: string, lesson: ManifestLesson) => Promise<void>;

/** Types something; a terminal that is cut off is left, as with a closed page. */
const work: Act = async (person, id, { machines }) => {
  try {
    const name = machines[0] ?? "main";
    const terminal = await TerminalClient.open(person, id, { name });
    terminal.type("touch un; echo fi''ni\r");
    await terminal.see(/fini\r\n/, { timeout: 5_000 });
    terminal.socket.terminate();
  } catch {
    // The accident came first.
  }
};

const check: Act = async (person, id, { steps }) => ignore(person.check(id, steps[0]?.id ?? ""));
const reset: Act = async (person, id) => ignore(person.reset(id));
/** Only who did the first step has a second one to come back to: done or not, it is a try. */
const goBack: Act = async (person, id, { steps }) => {
  const [first, second] = steps;
  await ignore(person.check(id, first?.id ?? ""));
  await ignore(person.restore(id, second?.id ?? ""));
};
const extend: Act = async (person, id) => ignore(person.extend(id));
const rest: Act = async () => await delay(1_000);

/** What comes of a lab is looked at afterwards: an answer that a kill took away is nothing in itself. */
async function ignore(answer: Promise<unknown>): Promise<void> {
  await answer.catch(() => undefined);
}
