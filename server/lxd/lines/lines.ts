import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { LxdClient } from "../client.ts";
import { runOperation } from "../operations.ts";
import type { Shell, ShellEvents, ShellOptions } from "../shell.ts";
import { type Call, Calls } from "./calls.ts";
import { FRAME, frame } from "./frames.ts";
import { keeperCommand, NO_LINE } from "./keeper.ts";
import { LineShell } from "./lineShell.ts";

/** Name of the device of an instance that is its line. */
const DEVICE = "line";
/** Where the lab finds the folder of its line. */
const IN_LAB = "/dev/atelier";
/** Name of the socket in that folder. */
const SOCKET = "line";
/** Longest path that a socket may have (bytes). @see unix(7) */
const PATH_MAX = 107;
/** Age from which on the folder of an instance that is not there is nobody's (ms): one is being made, perhaps. */
const ORPHANED = 600_000;

/** What a kept shell needs beside its command. */
export interface KeptShell extends ShellOptions {
  /** What the command and its keeper are run by: takes the rights of who works there. */
  enter: string[];
  /** Name of the terminal. */
  name: string;
  /** Offset of the first byte of a new shell. */
  offset: number;
  /** Offset up to which we have what the shell wrote; `undefined` when we know nothing of it. */
  resume: number | undefined;
}

/** The socket of a lab, and which file it is. */
interface Listening {
  path: string;
  inode: number;
  calls: Calls;
}

/** Where a shell is that was started ahead. */
export type AheadOf = Pick<KeptShell, "instance" | "name">;

/** A keeper that called, whose shell nobody has asked for yet. */
interface Ahead extends Call {
  /** Hears what it says without being asked. */
  strange(): void;
}

/** A lab has no line: it was made without, or its LXD sees other files than we do. */
export class NoLine extends Error {}

/**
 * Lines between labs and this server, on one machine: a folder of the server's, read-only in the lab, with a socket on
 * which the keepers of the lab's shells call. Bytes then take no way through LXD, and outlive it.
 */
export class Lines {
  readonly #client: LxdClient;
  readonly #dir: string;
  readonly #listening = new Map<string, Promise<Listening>>();
  /** Lines of shells that nobody has asked for yet, by instance and name. */
  readonly #ahead = new Map<string, Promise<Ahead | undefined>>();

  /** @param dir folder of its own, absolute. */
  constructor(client: LxdClient, dir: string) {
    this.#client = client;
    this.#dir = dir;
  }

  /** The devices that give a new instance its line; none where no socket can be. */
  async devices(instance: string): Promise<Record<string, Record<string, string>>> {
    const source = join(this.#dir, instance);
    if (Buffer.byteLength(join(source, SOCKET)) > PATH_MAX) return {};
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    await mkdir(source, { recursive: true, mode: 0o755 });
    // A lab whose folder is gone starts all the same.
    const device = { type: "disk", source, path: IN_LAB, readonly: "true", required: "false" };
    return { [DEVICE]: device };
  }

  /** Starts a shell under a keeper, or finds the one that is there again. @throws {NoLine} {LxdError} {LxdUnreachable} */
  async open(kept: KeptShell, events: ShellEvents): Promise<Shell> {
    const ahead = await this.#takeAhead(kept);
    const shell = await take(ahead ?? (await this.#call(kept)).call, kept, events);
    if (ahead) shell.resize(kept.cols, kept.rows);
    return shell;
  }

  /**
   * Starts a shell before anybody asks for it: whoever opens the terminal of this name finds it at its prompt. It is over
   * when what the shell is entered by is, which may go on with something else.
   * @param patience how long the machine may take until a shell can run in it (ms).
   * @throws {NoLine} {LxdError} {LxdUnreachable}
   */
  async openAhead(kept: KeptShell, patience?: number): Promise<void> {
    const key = keyOf(kept);
    const before = this.#takeAhead(kept);
    const opening = before.then(async (older) => {
      older?.socket.destroy();
      const { call, entered } = await this.#call(kept, patience);
      const { socket } = call;
      // It has nothing to say before it is asked, and its end must be noticed.
      const strange = () => socket.destroy();
      socket.on("data", strange).resume();
      socket.on("close", () => this.#ahead.get(key) === ahead && this.#ahead.delete(key));
      return { found: { ...call, strange }, entered };
    });
    const ahead: Promise<Ahead | undefined> = opening.then(
      ({ found }) => found,
      () => undefined,
    );
    this.#ahead.set(key, ahead);
    await (
      await opening
    ).entered;
  }

  /** Hangs up a shell that was started ahead and that nobody has opened: what it found is no longer so. */
  async dropAhead(place: AheadOf): Promise<void> {
    (await this.#takeAhead(place))?.socket.end(frame(FRAME.hangUp, ""));
  }

  /** One that is still being opened is waited for. */
  async #takeAhead(place: AheadOf): Promise<Call | undefined> {
    const ahead = this.#ahead.get(keyOf(place));
    this.#ahead.delete(keyOf(place));
    const call = await ahead;
    if (!call || call.socket.destroyed) return undefined;
    call.socket.pause().off("data", call.strange);
    return call;
  }

  /** Has a keeper call, who may have to be started first. `entered`: that is over, or failed. */
  async #call(kept: KeptShell, patience?: number): Promise<{ call: Call; entered: Promise<void> }> {
    const calls = await this.#listen(kept.instance);
    const { call, cancel } = calls.expect(kept.name, patience);
    const entered = this.#startKeeper(kept);
    entered.catch(cancel);
    return { call: await call, entered };
  }

  /** Deletes the folders of instances that are no more. */
  async keepOnly(instances: ReadonlySet<string>): Promise<void> {
    const names = await readdir(this.#dir).catch((): string[] => []);
    for (const name of names) {
      if (instances.has(name)) continue;
      const dir = join(this.#dir, name);
      const age = Date.now() - (await stat(dir)).mtimeMs;
      if (age <= ORPHANED) continue;
      await this.#silence(name);
      await rm(dir, { recursive: true, force: true });
    }
  }

  /** Lets go of all keepers; they keep their shells. */
  async close(): Promise<void> {
    await Promise.all([...this.#listening.keys()].map((instance) => this.#silence(instance)));
  }

  async #silence(instance: string): Promise<void> {
    const listening = await this.#listening.get(instance)?.catch(() => undefined);
    this.#listening.delete(instance);
    for (const key of this.#ahead.keys())
      if (key.startsWith(`${instance}/`)) this.#ahead.delete(key);
    listening?.calls.close();
  }

  /** The socket of an instance. */
  #listen(instance: string): Promise<Calls> {
    const listening = this.#listening.get(instance);
    // Those who ask at the same time get the same: a second socket would take the first one's place.
    const next = (listening ?? Promise.resolve(undefined)).then(
      (known) => this.#renew(instance, known),
      () => this.#renew(instance, undefined),
    );
    this.#listening.set(instance, next);
    return next.then(({ calls }) => calls);
  }

  /** Listens anew when it must: another server may have put its own socket in the place; the last one that asks has it. */
  async #renew(instance: string, known: Listening | undefined): Promise<Listening> {
    if (known && (await inodeOf(known.path)) === known.inode) return known;
    known?.calls.close();
    const path = known?.path ?? join(await this.#folder(instance), SOCKET);
    const calls = await Calls.listen(path);
    return { path, inode: (await inodeOf(path)) ?? 0, calls };
  }

  /** The folder of an instance's line, which another server may have made. */
  async #folder(instance: string): Promise<string> {
    const own = join(this.#dir, instance);
    if ((await inodeOf(own)) !== undefined) return own;
    const { devices } = await this.#client.get<{ devices: Record<string, { source?: string }> }>(
      `/1.0/instances/${instance}`,
    );
    const source = devices[DEVICE]?.source;
    if (!source || (await inodeOf(source)) === undefined) throw new NoLine(instance);
    return source;
  }

  async #startKeeper(kept: KeptShell): Promise<void> {
    const { instance, environment, user, group, cwd } = kept;
    const command = [...kept.enter, ...keeperCommand({ ...kept, socket: join(IN_LAB, SOCKET) })];
    const operation = await runOperation<{ return: number }>(
      this.#client,
      "POST",
      `/1.0/instances/${instance}/exec`,
      { body: { command, environment, user, group, cwd, "wait-for-websocket": false } },
    );
    const status = operation.metadata?.return ?? -1;
    if (status === NO_LINE) throw new NoLine(instance);
    if (status !== 0) throw new Error(`gardien du terminal ${kept.name}\u00a0: statut ${status}`);
  }
}

const keyOf = ({ instance, name }: AheadOf) => `${instance}/${name}`;

/** Takes a call, and first of all what the shell wrote before it, if we do not know where we stand. */
async function take(call: Call, kept: KeptShell, events: ShellEvents): Promise<Shell> {
  const { socket, base, first, next } = call;
  const { resume } = kept;
  const fresh = base === next && base === kept.offset;
  const known = fresh || (resume !== undefined && first <= resume && resume <= next);
  const told = Promise.withResolvers<void>();
  const past: Buffer[] = [];
  let left = known ? 0 : next - first;
  const tell = () => {
    const whole = first === base;
    if (!known) events.past?.({ offset: first, bytes: Buffer.concat(past), whole });
    told.resolve();
  };
  if (left === 0) tell();
  const shell = new LineShell(socket, {
    data(chunk) {
      if (left === 0) return events.data(chunk);
      const part = chunk.subarray(0, left);
      past.push(part);
      left -= part.length;
      if (left > 0) return;
      tell();
      if (part.length < chunk.length) events.data(chunk.subarray(part.length));
    },
    exit(end) {
      // One that is still being opened is not said to have ended as well: it would be looked for, and found, by nobody.
      if (left > 0) told.reject(new Error(`le terminal ${kept.name} s’est tu`));
      else events.exit(end);
    },
  });
  shell.start(known ? (resume ?? base) : first);
  await told.promise;
  return shell;
}

async function inodeOf(path: string): Promise<number | undefined> {
  return await stat(path).then(
    ({ ino }) => ino,
    () => undefined,
  );
}
