import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Manifest, ManifestLesson } from "../../server/protocol.ts";

/** Where the log of a server with this data folder goes: into it, or, to be read afterwards, into the folder `TEST_LOGS`. */
function logOf(dir: string): string {
  const { TEST_LOGS } = process.env;
  return TEST_LOGS ? join(TEST_LOGS, `${basename(dir)}.log`) : join(dir, "server.log");
}

/** A server in a process of its own, which may be killed as an accident would. */
export class ChildServer {
  /** Its data folder. */
  readonly dir: string;
  readonly #env: Record<string, string>;
  readonly #site: string | undefined;
  #child: ChildProcess;
  url: string;

  private constructor(
    dir: string,
    env: Record<string, string>,
    site: string | undefined,
    { child, url }: { child: ChildProcess; url: string },
  ) {
    this.dir = dir;
    this.#env = { ...env };
    this.#site = site;
    this.#child = child;
    this.url = url;
  }

  /** @param site folder of the built site, for who comes with a browser */
  static async start(
    lessons: ManifestLesson[],
    env: Record<string, string> = {},
    site?: string,
  ): Promise<ChildServer> {
    const dir = await mkdtemp(join(tmpdir(), "atelier-child-"));
    const manifest: Manifest = { version: 1, lessons };
    await writeFile(join(dir, "course.json"), JSON.stringify(manifest));
    return new ChildServer(dir, env, site, await launch(dir, env, site));
  }

  /** Its process number. */
  get pid(): number {
    return this.#child.pid as number;
  }

  /** What it and those before it on this data folder logged about a lab, a line each (JSON). */
  async logOf(lab: string): Promise<string[]> {
    const log = await readFile(logOf(this.dir), "utf8").catch(() => "");
    return log.split("\n").filter((line) => line.includes(lab));
  }

  /** `kill -9`, then a new server on the same port. */
  async killAndRestart(): Promise<void> {
    await this.#again("SIGKILL");
  }

  /** Stops politely, then a new server on the same port. @param settings that differ from now on. */
  async restart(settings: Record<string, string> = {}): Promise<void> {
    Object.assign(this.#env, settings);
    await this.#again("SIGTERM");
  }

  async close(): Promise<void> {
    await this.#end("SIGTERM");
    await rm(this.dir, { recursive: true });
  }

  async #again(signal: NodeJS.Signals): Promise<void> {
    await this.#end(signal);
    const { port } = new URL(this.url);
    const { child, url } = await launch(this.dir, { ...this.#env, PORT: port }, this.#site);
    this.#child = child;
    this.url = url;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const ended = once(this.#child, "exit");
    // One that crashed will not end a second time.
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill(signal);
    await ended;
  }
}

async function launch(
  dir: string,
  env: Record<string, string>,
  site = "",
): Promise<{ child: ChildProcess; url: string }> {
  const main = join(import.meta.dirname, "childMain.ts");
  const child = spawn(process.execPath, [main, dir, JSON.stringify(env), site], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const died = once(child, "exit").then(([status]) => {
    throw new Error(`le serveur n’a pas démarré (${status})`);
  });
  const url = await Promise.race([tellAddress(child, logOf(dir)), died]);
  // It may well die later: that is what it is for.
  died.catch(() => undefined);
  return { child, url };
}

/** The address that a server prints once it listens; all else that it prints is its log, and is kept. */
function tellAddress({ stdout }: ChildProcess, log: string): Promise<string> {
  const lines = createInterface({ input: stdout as Readable });
  return new Promise((resolve) => {
    lines.on("line", (line) => {
      if (line.startsWith("http://")) resolve(line);
      else appendFileSync(log, `${line}\n`);
    });
  });
}
