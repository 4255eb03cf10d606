import { setTimeout as delay } from "node:timers/promises";
import {
  type Lab,
  type ManifestLesson,
  type ManifestProbe,
  type ManifestStep,
  turnsOf,
  type WrongPath,
} from "../../server/protocol.ts";
import type { ProbeReading } from "../../server/protocol-probes.ts";
import { CommandMarks } from "../../server/terminals/commandMarks.ts";
import { Typist } from "../../server/terminals/typist.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { ASK_VERSIONS, readVersions, type Versions } from "./versions.ts";

/** How a step went. */
export interface PlayedStep {
  lesson: string;
  step: string;
  /** Where the step stands in the lesson's source. */
  source: string;
  /** What the check said before the commands. */
  before: string;
  /** Whether the check fired by itself as the last command ended. */
  automatic: boolean;
  /** ms from the first key to the passed check. */
  duration: number;
  /** Wrong ways that were tried, and refused in the words that the lesson declares. */
  wrong: number;
  /** French; absent when all went as it must. */
  failure?: string;
}

/** How a lesson went. */
export interface PlayedLesson {
  lesson: ManifestLesson;
  steps: PlayedStep[];
  /** ms from the wish for a lab to its end. */
  duration: number;
  /** What its lab ran; absent when the lesson failed. */
  versions?: Versions;
}

/** How long an automatic check may take before the button is pressed (ms). */
const AUTOMATIC_PATIENCE = 3_000;

/**
 * Plays a lesson in a real lab as a student would: each check must fail before, fail in the right words after each
 * wrong way, and pass after the commands.
 */
export async function playLesson(url: string, lesson: ManifestLesson): Promise<PlayedLesson> {
  const started = Date.now();
  const person = new LabClient(url);
  const { id } = await person.start(lesson.slug);
  try {
    await person.ready(id);
    const desks = new Map<string, Desk>();
    for (const name of lesson.machines) {
      const terminal = await TerminalClient.open(person, id, { name, cols: 120, rows: 32 });
      desks.set(name, { terminal, typist: typistOn(terminal) });
    }
    const steps: PlayedStep[] = [];
    for (const step of lesson.steps)
      steps.push(await playStep({ person, id, desks }, lesson, step));
    for (const probe of lesson.probes ?? []) {
      const failure = await unreadable(person, id, probe);
      if (failure) steps.push({ ...unplayed(lesson, probe.name, probe.source), failure });
    }
    const failed = steps.some(({ failure }) => failure);
    const versions = failed ? undefined : await versionsOn([...desks.values()][0]);
    for (const { terminal } of desks.values()) await terminal.close();
    const duration = Date.now() - started;
    return { lesson, steps, duration, ...(versions ? { versions } : {}) };
  } finally {
    await person.stop(id);
  }
}

/** A machine's terminal, and who types there. */
interface Desk {
  terminal: TerminalClient;
  typist: Typist;
}

interface Player {
  person: LabClient;
  id: string;
  /** By machine. */
  desks: ReadonlyMap<string, Desk>;
}

async function playStep(
  player: Player,
  lesson: ManifestLesson,
  step: ManifestStep,
): Promise<PlayedStep> {
  const { person, id, desks } = player;
  const before = await person.check(id, step.id);
  const played: PlayedStep = {
    ...unplayed(lesson, step.id, step.source),
    before: before.message,
  };
  if (before.state === "done")
    return { ...played, failure: "la vérification passe avant les commandes" };
  if (step.run.length === 0) return { ...played, failure: "aucun bloc « run » : pas de solution" };
  for (const path of step.wrong ?? []) {
    const failure = await stray(player, lesson, step, path);
    if (failure) return { ...played, failure };
    played.wrong++;
  }
  const started = Date.now();
  const lengths = new Map([...desks].map(([name, { terminal }]) => [name, terminal.text.length]));
  const shown = () =>
    [...desks].map(([name, { terminal }]) => terminal.text.slice(lengths.get(name))).join("\n");
  try {
    for (const { machine, blocks } of turnsOf(step.run, lesson.machines))
      await desks.get(machine)?.typist.type(blocks);
  } catch (error) {
    return { ...played, failure: `${(error as Error).message}\n${shown()}` };
  }
  played.automatic = await checkedByItself(player, step.id);
  const after = await person.check(id, step.id);
  played.duration = Date.now() - started;
  if (after.state === "done") return played;
  return { ...played, failure: `${after.message}\n${shown()}` };
}

/** A result before anything happened. */
function unplayed({ slug }: ManifestLesson, step: string, source: string): PlayedStep {
  return { lesson: slug, step, source, before: "", automatic: false, duration: 0, wrong: 0 };
}

/** Why the page has nothing to draw of a lab whose lesson was played whole, French. */
async function unreadable(
  person: LabClient,
  id: string,
  { name }: ManifestProbe,
): Promise<string | undefined> {
  try {
    const answer = await person.request("GET", `/api/labs/${id}/probes/${name}`);
    const { readings } = (await answer.json()) as ProbeReading;
    return readings.length > 0 ? undefined : "la sonde ne lit rien, la leçon une fois jouée";
  } catch (error) {
    return (error as Error).message;
  }
}

/** Goes a wrong way; what is wrong with the check's answer to it, French. */
async function stray(
  { person, id, desks }: Player,
  lesson: ManifestLesson,
  step: ManifestStep,
  { machine = lesson.machines[0] ?? "main", text, says }: WrongPath,
): Promise<string | undefined> {
  const way = `le faux chemin «\u00a0${text.split("\n")[0]}\u00a0»`;
  try {
    await desks.get(machine)?.typist.type([text]);
  } catch (error) {
    return `${way}\u00a0: ${(error as Error).message}`;
  }
  const { state, message } = await person.check(id, step.id);
  if (state === "done") return `${way} passe la vérification`;
  if (plain(message).includes(plain(says))) return undefined;
  return `${way} reçoit «\u00a0${message}\u00a0», sans «\u00a0${says}\u00a0»`;
}

/** One space for any run of them, of whatever width. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ");
}

async function versionsOn(desk: Desk | undefined): Promise<Versions | undefined> {
  if (!desk) return undefined;
  const before = desk.terminal.text.length;
  await desk.typist.type([ASK_VERSIONS]);
  return readVersions(desk.terminal.text.slice(before));
}

async function checkedByItself({ person, id }: Player, step: string): Promise<boolean> {
  const deadline = Date.now() + AUTOMATIC_PATIENCE;
  while (Date.now() < deadline) {
    const lab: Lab = await person.get(id);
    if (lab.steps.find((each) => each.id === step)?.state === "done") return true;
    await delay(50);
  }
  return false;
}

function typistOn(terminal: TerminalClient): Typist {
  const marks = new CommandMarks();
  const typist = new Typist((text) => terminal.type(text));
  terminal.onData((chunk) => {
    typist.onOutput(chunk);
    for (const _ of marks.push(chunk)) typist.onCommandEnd();
  });
  return typist;
}
