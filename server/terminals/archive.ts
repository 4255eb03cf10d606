import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Logger } from "pino";

/** Longest time that output stands in memory alone (ms): what a `kill -9` of the server may cost a screen. */
const SAVE_EVERY = 500;

/** Keeps the end of each terminal's stream on the disk, for a server that comes after this one. */
export class Archive {
  readonly #dir: string;
  readonly #log: Logger;
  readonly #planned = new Map<string, NodeJS.Timeout>();

  /** @param dir folder of its own; made when the first terminal is saved. */
  constructor(dir: string, log: Logger) {
    this.#dir = dir;
    this.#log = log;
  }

  /** What an earlier server left of a terminal; empty when it left nothing. */
  load(lab: string, name: string): Buffer {
    try {
      return readFileSync(this.#path(lab, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") this.#complain(error, lab);
      return Buffer.alloc(0);
    }
  }

  /** Saves soon; many calls in a row are one. `bytes` is asked for when it is time. */
  plan(lab: string, name: string, bytes: () => Buffer): void {
    const path = this.#path(lab, name);
    if (this.#planned.has(path)) return;
    const timer = setTimeout(() => {
      this.#planned.delete(path);
      void this.save(lab, name, bytes());
    }, SAVE_EVERY);
    this.#planned.set(path, timer);
  }

  /** Saves now. A disk that is full costs the screen after a crash, not the terminal. */
  async save(lab: string, name: string, bytes: Buffer): Promise<void> {
    const path = this.#path(lab, name);
    clearTimeout(this.#planned.get(path));
    this.#planned.delete(path);
    try {
      mkdirSync(join(this.#dir, lab), { recursive: true, mode: 0o700 });
      await writeFile(`${path}.new`, bytes, { mode: 0o600 });
      await rename(`${path}.new`, path);
    } catch (error) {
      this.#complain(error, lab);
    }
  }

  /** Deletes what is kept of a terminal. */
  forget(lab: string, name: string): void {
    const path = this.#path(lab, name);
    clearTimeout(this.#planned.get(path));
    this.#planned.delete(path);
    rmSync(path, { force: true });
  }

  /** Deletes what is kept of a lab. */
  forgetLab(lab: string): void {
    const dir = join(this.#dir, lab);
    for (const path of this.#planned.keys())
      if (dirname(path) === dir) this.forget(lab, basename(path));
    rmSync(dir, { recursive: true, force: true });
  }

  /** Deletes what is kept of labs that are no more. */
  keepOnly(labs: ReadonlySet<string>): void {
    let kept: string[];
    try {
      kept = readdirSync(this.#dir);
    } catch {
      // Nothing was ever saved here.
      return;
    }
    for (const lab of kept) if (!labs.has(lab)) this.forgetLab(lab);
  }

  #path(lab: string, name: string): string {
    return join(this.#dir, lab, name);
  }

  #complain(error: unknown, lab: string): void {
    this.#log.warn({ err: error, lab }, "écran d’un terminal");
  }
}
