import type { Logger } from "pino";
import type { LxdClient } from "../lxd/client.ts";
import { instanceOf } from "./machines.ts";
import type { LabRecord } from "./record.ts";
import { runScript } from "./scripts.ts";

export interface IdleOptions {
  client: LxdClient;
  log: Logger;
  /** How long a lab lasts in which nobody works (ms). */
  idle: number;
  labs(): LabRecord[];
  end(lab: LabRecord, reason: string): void;
}

/** How long before its end a lab is announced to end (ms), or a third of the idle time when that is shorter. */
const WARNING = 300_000;
/** Longest pause between two looks at the labs (ms). */
const LOOK = 15_000;
/** Longest answer to whether a program runs (s). */
const BUSY_LIMIT = 10;

const UNUSED = "Personne n’a travaillé dans ce lab depuis un moment\u00a0: il a pris fin.";

/**
 * Whether a program runs in the foreground of a terminal: the shell under a session keeper's does not own the
 * terminal then. What runs may work for hours without a word.
 */
const BUSY = `ps -eo pid=,ppid=,sid=,tpgid=,comm= | awk '
  { parent[$1] = $2; session[$1] = $3; front[$1] = $4; name[$1] = $5 }
  END {
    for (p in name)
      if (name[p] == "bash" && front[p] != p)
        if (name[parent[p]] == "atelier-keeper" || parent[p] == session[p] && name[parent[session[p]]] == "dtach") busy = 1
    exit !busy
  }'`;

/**
 * Ends labs in which nobody works, and says so before: no key, no command that ends, no program that runs.
 * A page that is open is no work. The end of a lab's time is announced too.
 */
export class IdleWatch {
  readonly #options: IdleOptions;
  readonly #warning: number;
  /** For which end of its time a lab was warned. */
  readonly #warned = new WeakMap<LabRecord, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: IdleOptions) {
    this.#options = options;
    this.#warning = Math.min(WARNING, options.idle / 3);
    this.#timer = setInterval(() => this.look(), Math.min(LOOK, options.idle / 10));
  }

  /** Looks at all labs once. */
  look(): void {
    for (const lab of this.#options.labs().filter(({ state }) => state === "ready")) {
      this.#warnOfTime(lab);
      void this.#lookAt(lab).catch((error: unknown) => {
        if (lab.state !== "ready") return;
        this.#options.log.warn({ err: error, lab: lab.id }, "activité du lab");
      });
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #lookAt(lab: LabRecord): Promise<void> {
    const end = lab.activeAt + this.#options.idle;
    const now = Date.now();
    if (now < end - this.#warning) return;
    const announced = lab.idleEnd !== undefined;
    if (announced && now < end) return;
    if (await this.#busy(lab)) return lab.touch();
    // It may have been typed in, or have ended, meanwhile.
    if (lab.state !== "ready" || lab.activeAt + this.#options.idle !== end) return;
    if (announced) return this.#options.end(lab, UNUSED);
    if (end >= lab.expiresAt) return;
    lab.idleEnd = end;
    lab.tell("expiry", { expiresAt: new Date(end).toISOString(), reason: "idle", soon: true });
  }

  #warnOfTime(lab: LabRecord): void {
    const { expiresAt } = lab;
    if (Date.now() < expiresAt - WARNING || this.#warned.get(lab) === expiresAt) return;
    this.#warned.set(lab, expiresAt);
    lab.idleEnd = undefined;
    lab.tell("expiry", { expiresAt: new Date(expiresAt).toISOString(), reason: "ttl", soon: true });
  }

  async #busy(lab: LabRecord): Promise<boolean> {
    const answers = lab.machines.map((machine) =>
      runScript(this.#options.client, instanceOf(lab, machine), BUSY, BUSY_LIMIT),
    );
    return (await Promise.all(answers)).some(({ code }) => code === 0);
  }
}
