import type { WebSocket } from "ws";
import type { LxdClient } from "./client.ts";
import { waitCommand } from "./commandEnd.ts";
import { LxdError } from "./errors.ts";
import { beginExec, sendSignal } from "./execSession.ts";

export interface ExecOptions {
  environment?: Record<string, string>;
  /** uid and gid in the instance; 0 unless told. */
  user?: number;
  group?: number;
  cwd?: string;
  /** After so long the command is killed (ms); it should bound its own time, which a hostile machine can prevent. */
  timeout?: number;
  /** Most of each of its outputs that is taken (bytes); a command that writes more is killed. */
  most?: number;
}

export interface ExecResult {
  /** Exit status; 127 no such command, 137 killed. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Exit status of a command that was killed, by us too. */
export const KILLED = 137;

/** Unless told: time (ms), and bytes of each output. */
const TIMEOUT = 120_000;
const MOST = 1024 * 1024;
/** How long a command that was told to end may take before it is killed, and after that before it is left (ms). */
const PATIENCE = 1_000;
/** How long LXD may take to tell the exit status of a command whose outputs have ended (ms). */
const STATUS_PATIENCE = 10_000;
/**
 * LXD pings each socket as it opens it, and closes it without a word once the command is over. An answer that comes after
 * that fails, and what was not yet read of the output is lost with the connection.
 */
const SILENT = { autoPong: false };
const TERMINATE = 15;
const KILL = 9;

/**
 * Runs a command to its end. It has no input. Its outputs come over sockets and are bounded here, since nothing in the
 * machine can be trusted to bound them: the student is root there. (LXD can record them, which is simpler: into files
 * of the host, that have no limit at all.) It is over when its outputs are: what it leaves running must not hold them.
 * @throws {LxdError} {LxdUnreachable}
 */
export async function exec(
  client: LxdClient,
  instance: string,
  command: string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const { timeout = TIMEOUT, most = MOST, ...rest } = options;
  const session = await beginExec(client, instance, { command, interactive: false, ...rest });
  const control = session.open("control");
  control.on("error", () => undefined);
  const input = session.open("0");
  // The barrier: nothing will be said.
  input.on("open", () => input.send(""));
  const stdout = new Output(session.open("1", SILENT), most);
  const stderr = new Output(session.open("2", SILENT), most);
  const killer = new Killer(control, timeout);
  input.on("error", () => killer.giveUp());
  stdout.onExcess = stderr.onExcess = () => killer.kill();
  try {
    const whole = await Promise.race([Promise.all([stdout.end, stderr.end]), killer.gaveUp]);
    const said = { stdout: stdout.text, stderr: stderr.text };
    if (killer.killed) return { code: KILLED, ...said };
    const { metadata } = await waitCommand(client, session.operation, STATUS_PATIENCE);
    if (!whole?.every(Boolean)) throw new LxdError(500, `${instance} : sortie perdue en chemin`);
    return { code: metadata?.return ?? -1, ...said };
  } finally {
    killer.close();
    for (const socket of [control, input, stdout.socket, stderr.socket]) socket.terminate();
  }
}

/** One output of a command, as far as it is wanted. */
class Output {
  readonly socket: WebSocket;
  /** It is over: true when the machine said so, false when the connection was lost. */
  readonly end: Promise<boolean>;
  /** There is more than is wanted. */
  onExcess: () => void = () => undefined;
  readonly #chunks: Buffer[] = [];
  #room: number;

  constructor(socket: WebSocket, most: number) {
    this.socket = socket;
    this.#room = most;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.end = promise;
    socket.on("message", (chunk: Buffer, isBinary) => {
      // An empty text frame is LXD's barrier: all was sent.
      if (isBinary) this.#take(chunk);
      else resolve(true);
    });
    socket.on("error", () => resolve(false));
    socket.on("close", () => resolve(false));
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }

  #take(chunk: Buffer): void {
    const wanted = chunk.subarray(0, this.#room);
    if (wanted.length > 0) this.#chunks.push(wanted);
    this.#room -= wanted.length;
    if (wanted.length === chunk.length) return;
    // A flood is not even read.
    this.socket.pause();
    this.onExcess();
  }
}

/** Ends a command that takes too long or says too much: asks it to, then kills it, then leaves it to itself. */
class Killer {
  /** Whether its end was wanted here. */
  killed = false;
  /** Nothing more is to be waited for. */
  readonly gaveUp: Promise<undefined>;
  readonly giveUp: () => void;
  readonly #control: WebSocket;
  #timer: NodeJS.Timeout;

  constructor(control: WebSocket, timeout: number) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.gaveUp = promise;
    this.giveUp = () => resolve(undefined);
    this.#control = control;
    this.#timer = setTimeout(() => this.kill(), timeout);
  }

  kill(): void {
    if (this.killed) return;
    this.killed = true;
    this.#signal(TERMINATE, () => this.#signal(KILL, this.giveUp));
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #signal(signal: number, then: () => void): void {
    sendSignal(this.#control, signal);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, PATIENCE);
  }
}
