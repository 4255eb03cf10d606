import { setTimeout as delay } from "node:timers/promises";
import { BoardClient } from "../../e2e/client/boardClient.ts";
import { LabClient } from "../../e2e/client/labClient.ts";
import { LiveClient } from "../../e2e/client/liveClient.ts";
import { ROOM, signedIn } from "../../e2e/client/room.ts";
import type { ClassView } from "../../server/protocol-classes.ts";
import { firstToken } from "../../server/store/instructors.ts";
import { openStore } from "../../server/store/store.ts";
import { type Ground, LESSON, type Server } from "../labs/ground.ts";
import { times } from "../labs/results.ts";
import { type Started, startLab, stopLab } from "../labs/session.ts";
import { cpuOf, memoryOf } from "../processes.ts";
import { PROMPT } from "../terminal/screen.ts";
import type { ClassFigures } from "./results.ts";

/** A student at work: a key so often, and a command every so many keys. */
const KEY_EVERY = 500;
const KEYS = 8;
/** By when in the time of work everybody has done a step (share of it). */
const STEP_WITHIN = 0.7;
/** How long an echo may take before it is given up (ms). */
const PATIENCE = 30_000;

/** A student in the class, at the prompt of a lab of their own. */
interface Student extends Started {
  name: string;
  live: LiveClient;
}

/** Holds a class of one size: all arrive, rest, work; then all leave. */
export async function measureClass(
  ground: Ground,
  count: number,
  work: number,
): Promise<ClassFigures> {
  const server = await ground.server({
    LABS_WARM: String(count),
    LABS_MAX: String(count + 5),
    LABS_PER_ADDRESS: "0",
  });
  const students: Student[] = [];
  let board: BoardClient | undefined;
  try {
    await server.full(count);
    const instructor = await signedIn(server.url, await firstLink(server));
    const plan = ROOM([LESSON], Math.min(count, 60));
    const made = await instructor.request("POST", "/api/classes", plan);
    const klass = (await made.json()) as ClassView;
    board = await BoardClient.open(instructor, klass.id);
    const arrived = Array.from({ length: count }, (_, n) => arrive(server.url, klass.code, n));
    for (const each of await Promise.allSettled(arrived)) {
      if (each.status === "rejected") throw each.reason;
      students.push(each.value);
    }
    const arrival = times(students.map(({ ms }) => ms));
    const idle = await busyDuring(server, () => delay(work / 2));
    const found = { echoes: [], boards: [] };
    const at = board;
    const busy = await busyDuring(server, async () => {
      const over = performance.now() + work;
      await Promise.all(students.map((each) => workUntil(over, each, at, found)));
    });
    const memory = memoryOf(server.pid);
    const [echo, shown] = [times(found.echoes), times(found.boards)];
    return { students: count, arrival, echo, board: shown, busy, idle, memory };
  } finally {
    board?.close();
    for (const { live } of students) live.close();
    await Promise.all(students.map((each) => stopLab(each).catch(() => undefined)));
    await server.stop();
    await ground.empty();
  }
}

/** The link that opens the first account, which a server's own log would print. */
async function firstLink({ url, dir }: Server): Promise<string> {
  const store = await openStore({ dataDir: dir, databaseUrl: undefined, tell: () => undefined });
  try {
    return `${url}/formateur/entrer/#${await firstToken(store.db, Date.now())}`;
  } finally {
    await store.close();
  }
}

/** From the class's code to the prompt. */
async function arrive(url: string, code: string, n: number): Promise<Student> {
  const person = new LabClient(url);
  const name = `Élève ${n}`;
  const from = performance.now();
  await person.request("POST", "/api/classes/join", { code, name });
  const started = await startLab(person);
  return { ...started, name, ms: performance.now() - from, live: await LiveClient.open(person) };
}

/** Processor time of a server a second while something goes on (ms). */
async function busyDuring(server: Server, action: () => Promise<unknown>): Promise<number> {
  const [from, before] = [performance.now(), cpuOf(server.pid)];
  await action();
  return ((cpuOf(server.pid) - before) * 1000) / (performance.now() - from);
}

/**
 * Works until it is over: keys, each awaited on the screen, a command's end every few of them, and, once on the way,
 * the lesson's first step, which is awaited on the board.
 */
async function workUntil(
  over: number,
  { name, session: { screen, type } }: Student,
  board: BoardClient,
  found: { echoes: number[]; boards: number[] },
): Promise<void> {
  // Nobody types in time with anybody else.
  await delay(Math.random() * KEY_EVERY);
  const stepAt = performance.now() + Math.random() * STEP_WITHIN * (over - performance.now());
  let shown: Promise<void> | undefined;
  for (let n = 1; performance.now() < over || !shown; n++) {
    screen.forget();
    const typed = performance.now();
    if (n % KEYS !== 0) {
      const key = String.fromCharCode(97 + (n % 26));
      // A comment, which no shell does anything about.
      type(n % KEYS === 1 ? `#${key}` : key);
      found.echoes.push((await screen.see(key, PATIENCE)) - typed);
    } else {
      const isStep = !shown && typed > stepAt;
      type(isStep ? "\rtouch ~/un\r" : "\r");
      if (isStep) {
        const done = () => board.board?.rows.find((row) => row.name === name)?.done === 1;
        shown = board.until(done).then(() => void found.boards.push(performance.now() - typed));
      }
      await screen.see(PROMPT, PATIENCE);
    }
    await delay(KEY_EVERY);
  }
  await shown;
}
