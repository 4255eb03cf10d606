import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { z } from "zod";
import { LAB_NAME } from "./machines.ts";
import type { LabRecord } from "./record.ts";
import { backKeys, type Keyed, labKeys } from "./recordKeys.ts";

const Keys = z.record(z.string(), z.string());

/**
 * Notes of the labs whose machines do not tell what they are to be: they wait for their turn, are being made anew, or
 * are being taken back, to the beginning or to a step. Everything else about a lab is in the keys of its instance;
 * these have none, or older ones. A file for each, for the server that comes after one that died.
 */
export class Pending {
  readonly #dir: string;
  readonly #log: Logger;

  /** @param dir folder of its own; made when the first note is written. */
  constructor(dir: string, log: Logger) {
    this.#dir = dir;
    this.#log = log;
  }

  /**
   * Notes a lab, before it is promised or its machines go. A disk that is full costs the note alone.
   * @param back the step whose start its machines are taken back to, instead of the beginning.
   */
  keep(lab: LabRecord, back?: string): void {
    const path = this.#path(lab.id);
    try {
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, JSON.stringify({ ...labKeys(lab), ...backKeys(back) }), {
        mode: 0o600,
      });
      renameSync(`${path}.new`, path);
    } catch (error) {
      this.#log.error({ err: error, lab: lab.id }, "lab en attente, impossible à noter");
    }
  }

  /** Its machines are as their keys tell, or it is over. */
  drop(lab: string): void {
    rmSync(this.#path(lab), { force: true });
  }

  /** What an earlier server noted. What cannot be read is nobody's, and goes. */
  all(): Keyed[] {
    return this.#names().flatMap((name) => {
      const config = this.#read(name);
      if (!config) this.drop(name);
      return config ? [{ name, config }] : [];
    });
  }

  #names(): string[] {
    try {
      const files = readdirSync(this.#dir);
      return files.map((file) => file.replace(/\.json$/, "")).filter((id) => LAB_NAME.test(id));
    } catch {
      return [];
    }
  }

  #read(name: string): Record<string, string> | undefined {
    try {
      return Keys.parse(JSON.parse(readFileSync(this.#path(name), "utf8")));
    } catch (error) {
      this.#log.warn({ err: error, lab: name }, "note d’un lab en attente, illisible");
      return undefined;
    }
  }

  #path(lab: string): string {
    return join(this.#dir, `${lab}.json`);
  }
}
