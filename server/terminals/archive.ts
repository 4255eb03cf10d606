import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { appendFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Logger } from "pino";
import type { Ring } from "./ring.ts";

/** Size from which on a file is written anew instead of growing (bytes). */
const LONGEST = 512 * 1024;
/** What is written without a thread of its own (bytes). */
const SMALL = 16 * 1024;

/** What is on the disk of one terminal's stream. */
interface Kept {
  timer?: NodeJS.Timeout | undefined;
  /** Saves follow one another. */
  saving: Promise<void>;
  /** The stream that the file has the end of; undefined when it must be written anew. */
  ring?: Ring | undefined;
  /** Offset in the stream up to which it is saved. */
  end: number;
  /** Size of the file (bytes). */
  size: number;
}

/** Keeps the end of each terminal's stream on the disk, for a server that comes after this one. */
export class Archive {
  readonly #dir: string;
  readonly #log: Logger;
  readonly #saveEvery: number;
  readonly #kept = new Map<string, Kept>();

  /**
   * @param dir folder of its own; made when the first terminal is saved.
   * @param saveEvery longest time that output stands in memory alone (ms): what a `kill -9` of the server may cost a
   * screen.
   */
  constructor(dir: string, log: Logger, saveEvery = 500) {
    this.#dir = dir;
    this.#log = log;
    this.#saveEvery = saveEvery;
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

  /** Saves soon; many calls in a row are one. */
  plan(lab: string, name: string, ring: Ring): void {
    const kept = this.#keptOf(lab, name);
    if (kept.timer) return;
    kept.timer = setTimeout(() => void this.save(lab, name, ring), this.#saveEvery);
  }

  /** Saves now. A disk that is full costs the screen after a crash, not the terminal. */
  async save(lab: string, name: string, ring: Ring): Promise<void> {
    const kept = this.#keptOf(lab, name);
    clearTimeout(kept.timer);
    kept.timer = undefined;
    const path = this.#path(lab, name);
    kept.saving = kept.saving.then(async () => {
      if (this.#kept.get(path) !== kept) return;
      try {
        await this.#write(path, kept, ring);
      } catch (error) {
        kept.ring = undefined;
        // What was forgotten meanwhile has no folder any more.
        if (this.#kept.get(path) === kept) this.#complain(error, lab);
      }
    });
    await kept.saving;
  }

  /** Deletes what is kept of a terminal. */
  forget(lab: string, name: string): void {
    const path = this.#path(lab, name);
    const kept = this.#kept.get(path);
    clearTimeout(kept?.timer);
    this.#kept.delete(path);
    rmSync(path, { force: true });
    // A save that is under way would bring it back.
    void kept?.saving.then(() => {
      if (!this.#kept.has(path)) rmSync(path, { force: true });
    });
  }

  /** Deletes what is kept of a lab. */
  forgetLab(lab: string): void {
    const dir = join(this.#dir, lab);
    for (const path of this.#kept.keys())
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

  /** Adds what is new to the file, or writes it whole when that is not enough or too much. */
  async #write(path: string, kept: Kept, ring: Ring): Promise<void> {
    const { end } = ring;
    const fresh = kept.ring === ring ? ring.since(kept.end) : undefined;
    if (fresh && kept.size + fresh.length <= LONGEST) {
      // A few keys go into the system's cache faster than a thread could be woken for them.
      if (fresh.length <= SMALL) appendFileSync(path, fresh);
      else await appendFile(path, fresh);
      kept.size += fresh.length;
    } else {
      const { picture } = ring;
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(`${path}.new`, picture, { mode: 0o600 });
      await rename(`${path}.new`, path);
      kept.size = picture.length;
    }
    kept.ring = ring;
    kept.end = end;
  }

  #keptOf(lab: string, name: string): Kept {
    const path = this.#path(lab, name);
    const known = this.#kept.get(path);
    if (known) return known;
    const kept: Kept = { saving: Promise.resolve(), end: 0, size: 0 };
    this.#kept.set(path, kept);
    return kept;
  }

  #path(lab: string, name: string): string {
    return `${this.#dir}/${lab}/${name}`;
  }

  #complain(error: unknown, lab: string): void {
    this.#log.warn({ err: error, lab }, "écran d’un terminal");
  }
}
