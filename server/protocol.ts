/**
 * The wire contract between the site, the server and scripts: shapes, close codes, limits.
 * It imports nothing, so that the browser ships no validator. What is here is public.
 */

/** WebSocket sub-protocol of a terminal. */
export const TERMINAL_PROTOCOL = "atelier.v1";

/** Where a lab is in its life. */
export type LabState = "starting" | "ready" | "resetting" | "ended";

/** What a step's check said. `message` is French, empty until a check has run. */
export interface StepResult {
  id: string;
  state: "todo" | "done";
  message: string;
}

/** A lab as its owner sees it. */
export interface Lab {
  /** Instance name in LXD, also the key of every route below `/api/labs/`. */
  id: string;
  /** Slug of the lesson, such as `lxd/premiers-conteneurs`. */
  lesson: string;
  state: LabState;
  /** Its machines; one alone, `main`, unless the lesson asks for several. */
  machines: string[];
  /** Names of the terminals that can be opened, the first being the default; `machineOf` tells where each is. */
  terminals: string[];
  /** RFC 3339 date and time, UTC. */
  expiresAt: string;
  /** In the order of the lesson. */
  steps: StepResult[];
  /** While it is starting and others are before it: its place in the queue, 1 being the next. */
  queue?: number;
  /** Why an ended lab ended, in French. */
  reason?: string;
}

/**
 * On which machine of a lab a terminal is: the one whose name it bears, alone or followed by a hyphen and more
 * (`cible`, `cible-2`); any other name is on the first machine.
 */
export function machineOf(terminal: string, machines: readonly string[]): string {
  const bears = (machine: string) => terminal === machine || terminal.startsWith(`${machine}-`);
  return machines.find(bears) ?? machines[0] ?? "main";
}

/** A TCP port that something in a lab listens on. */
export interface ListeningPort {
  machine: string;
  port: number;
  /** Where it listens: `*`, `0.0.0.0`, `127.0.0.1`, `[::1]`… */
  address: string;
  /** Name of the program; empty when the machine does not tell. */
  process: string;
  /** Where its preview is, for a browser that has been let in; absent where there can be none. */
  origin?: string;
}

/** `GET /api/labs/:id/ports`. */
export interface LabPortList {
  ports: ListeningPort[];
  /** Why none of them can be opened as a preview, in French; absent when they can. */
  reason?: string;
}

/** Answer of `POST /api/labs/:id/previews`: where the preview is opened, once, within a minute. */
export interface Preview {
  url: string;
}

/** `GET /api/health`. */
export interface Health {
  status: "ok" | "degraded";
  version: string;
  lxd: { reachable: boolean; version: string | null; kind: LxdKind | null };
  /** Labs that live, machines that stand ready for more, how many labs fit, and what limits it (French). */
  labs?: { running: number; warm: number; fit: number; limit: string };
  /** Why labs cannot be given, in French; absent when they can. */
  reason?: string;
}

/** Which daemon answers on the other side of the LXD API. */
export type LxdKind = "lxd" | "incus";

/** RFC 9457 problem, `application/problem+json`. */
export interface Problem {
  type: string;
  /** French, one sentence: what happened. */
  title: string;
  status: number;
  /** Stable, for programs. */
  code: string;
  /** French: what to do now. */
  detail?: string;
}

/** Events of `GET /api/labs/:id/events` (server-sent events; `event:` is the key, `data:` its JSON). */
export interface LabEvents {
  /** The whole lab: sent first, and at every change of state. */
  state: Lab;
  /** One step, after its check ran. */
  step: StepResult;
  /**
   * New end of life, or (`soon`) a warning that it is near. `reason`: because the lab's time will be up, or
   * because nobody works in it.
   */
  expiry: { expiresAt: string; reason?: "ttl" | "idle"; soon?: boolean };
  /** Commands ended, and the automatic check that they caused: what was read of the machine may be out of date. */
  worked: Record<string, never>;
}

/** Server → client text frames of a terminal. Binary frames are raw bytes of the shell. */
export type ServerFrame =
  /**
   * First frame. `replay`: the bytes from `offset` follow. `snapshot`: reset the screen; the one binary frame
   * that follows redraws it and is not counted, the stream then goes on at `offset`.
   */
  | {
      type: "hello";
      offset: number;
      mode: "replay" | "snapshot";
      readonly: boolean;
      /** To a writer: bytes of its keystrokes that came so far; absent when this server does not know it. */
      typed?: number;
    }
  /** To a writer: bytes of its keystrokes that the shell was given. Told within a second or so of each. */
  | { type: "typed"; offset: number }
  /** The terminal's size is now this: the smallest of its viewers. */
  | { type: "size"; cols: number; rows: number }
  /** To an instructor who looks on: whether what is typed goes to the shell, which the student decides. */
  | { type: "keyboard"; state: KeyboardState }
  /** The shell ended. */
  | { type: "exit"; code: number };

/** How the keyboard of a terminal that somebody looks at stands between the two. */
export type KeyboardState = "none" | "asked" | "refused" | "held";

/**
 * Client → server text frames of a terminal. Binary frames are keystrokes.
 * A client that opens the socket with `writer` (its own random name, 8 to 64 letters, digits, `-`, `_`) and `typed`
 * (bytes of keystrokes that it has sent under this name) is told which of them came, and can send the others again
 * after a cut: keystrokes are a counted stream too. It sends at most `typedWindow` bytes beyond those it was told
 * of. An empty binary frame asks for a `typed` at once: a proof that the connection lives.
 */
export type ClientFrame =
  | { type: "resize"; cols: number; rows: number }
  /** Bytes of the stream that the emulator has parsed. */
  | { type: "ack"; offset: number }
  /** From an instructor who looks on: asks the student for the keyboard, or gives it back. */
  | { type: "keyboard"; want: boolean };

/** Close codes of a terminal's socket; every other code is a lost connection: come back with `from`. */
export const CLOSE = {
  noSession: 4401,
  notAllowed: 4403,
  notFound: 4404,
  labEnded: 4408,
  openedElsewhere: 4409,
  tooMany: 4429,
  serverFault: 4500,
} as const;

/** Limits both sides keep. Sizes in bytes unless said otherwise. */
export const LIMITS = {
  /** Columns and rows of a terminal. */
  minCols: 2,
  maxCols: 500,
  minRows: 1,
  maxRows: 300,
  /** One frame from a client; a longer paste is cut into several by the page. */
  clientFrame: 64 * 1024,
  /** Unacknowledged bytes at which the server stops reading the shell, and goes on again. */
  highWatermark: 512 * 1024,
  lowWatermark: 128 * 1024,
  /** What a returning viewer may have missed and still gets byte for byte. */
  ring: 256 * 1024,
  /** The page acknowledges at least every so many bytes. */
  ackEvery: 32 * 1024,
  /** Keystrokes of a writer that may be on the way. */
  typedWindow: 64 * 1024,
} as const;

/**
 * What the site's build writes for the server: every script of the course.
 * The browser never gets this file.
 */
export interface Manifest {
  version: 1;
  lessons: ManifestLesson[];
}

export interface ManifestLesson {
  /** Path of the lesson below `content/`, without number prefixes or ending. */
  slug: string;
  title: string;
  /** Machines of its lab; the first is where scripts run. */
  machines: string[];
  /** Run as root when the lab is made, before the student's first prompt; empty when there is none. */
  setup: string;
  /** The same on further machines, by their names; these are prepared before the first one is. */
  elsewhere?: Record<string, string>;
  /** What its page reads of the lab, to draw it. */
  probes?: ManifestProbe[];
  steps: ManifestStep[];
}

/** A script that reads the first machine of a lab; its shape is a key of `Readings` (protocol-probes.ts). */
export interface ManifestProbe {
  name: string;
  shape: "durations" | "containers";
  /** Run as root; prints one line of JSON a reading. */
  script: string;
  /** Source, `content/….mdx:LINE`, for messages to authors. */
  source: string;
}

export interface ManifestStep {
  id: string;
  title: string;
  /** Run as root before the step is given; empty when there is none. */
  setup: string;
  /** Blocks that the student types, in order: the solution. */
  run: RunBlock[];
  /** Run as root; exit status 0 = done, else its last line of output says what is missing. */
  check: string;
  /** Wrong ways, for the course test: none may pass the check. */
  wrong?: WrongPath[];
  /** Source, `content/….mdx:LINE`, for messages to authors. */
  source: string;
}

/** What a student might wrongly type, and words that the check's answer must hold then, French. */
export interface WrongPath {
  /** Absent = the first machine. */
  machine?: string;
  /** Commands, one a line. */
  text: string;
  says: string;
}

/** Commands to type, one a line: a plain string into the first machine's terminal, else into the named one's. */
export type RunBlock = string | { machine: string; text: string };

/** A step's blocks by the terminals in which they are typed: one turn as long as the terminal is the same. */
export function turnsOf(
  blocks: readonly RunBlock[],
  machines: readonly string[],
): { machine: string; blocks: string[] }[] {
  const turns: { machine: string; blocks: string[] }[] = [];
  for (const block of blocks) {
    const { machine, text } =
      typeof block === "string" ? { machine: machines[0] ?? "main", text: block } : block;
    const last = turns.at(-1);
    if (last?.machine === machine) last.blocks.push(text);
    else turns.push({ machine, blocks: [text] });
  }
  return turns;
}
