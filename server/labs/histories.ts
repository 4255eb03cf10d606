import type { Logger } from "pino";
import { LxdError, LxdUnreachable } from "../lxd/errors.ts";
import type { LxdClient } from "../lxd/client.ts";
import { instanceOf } from "./machines.ts";
import type { LabRecord } from "./record.ts";
import { runScript } from "./scripts.ts";

/** How long the history of a lab that is gone is kept (ms). */
const MEMORY = 600_000;
/** Most of one machine's history that is handed over (bytes); the latest commands are kept. */
const MOST = 256 * 1024;
/** Longest answer of a machine, which may be wrecked (s): its end waits for it. */
const LIMIT = 2;

const READ = `tail -c ${MOST} /home/etudiant/.bash_history 2> /dev/null || true`;

/** What was typed in a lab. */
interface History {
  owner: string;
  /** By machine; a machine that was taken back has forgotten its own, so each part is kept. */
  parts: Map<string, string[]>;
}

/** The commands that students typed in their labs, to take along: as the labs' own bash wrote them down. */
export class Histories {
  readonly #client: LxdClient;
  readonly #log: Logger;
  readonly #kept = new Map<string, History>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(client: LxdClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  /** Keeps what was typed so far: the lab's machines are about to be taken back, or away. */
  async keep(lab: LabRecord): Promise<void> {
    const history = this.#kept.get(lab.id) ?? { owner: lab.owner, parts: new Map() };
    this.#kept.set(lab.id, history);
    for (const [machine, text] of await this.#read(lab))
      history.parts.set(machine, [...(history.parts.get(machine) ?? []), text]);
  }

  /** Forgets a lab that is over, when its student had the time to ask. */
  forgetLater(id: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#kept.delete(id);
    }, MEMORY);
    this.#timers.add(timer.unref());
  }

  /**
   * What was typed in a lab, as text; `undefined` where nothing is known of one of this person.
   * @param lab when it still lives.
   */
  async of(owner: string, id: string, lab?: LabRecord): Promise<string | undefined> {
    const history = this.#kept.get(id);
    if (history ? history.owner !== owner : !lab) return undefined;
    const now = lab?.state === "ready" ? await this.#read(lab) : new Map<string, string>();
    const machines = [...new Set([...(history?.parts.keys() ?? []), ...now.keys()])];
    const texts = machines.map((machine) => {
      const text = [...(history?.parts.get(machine) ?? []), now.get(machine) ?? ""].join("");
      return machines.length > 1 ? `# ${machine}\n${text}` : text;
    });
    return texts.join("\n");
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** A machine that does not answer any more has nothing to tell. */
  async #read(lab: LabRecord): Promise<Map<string, string>> {
    const read = lab.machines.map(async (machine): Promise<[string, string]> => {
      try {
        const { stdout } = await runScript(this.#client, instanceOf(lab, machine), READ, LIMIT);
        return [machine, stdout];
      } catch (error) {
        if (!(error instanceof LxdError || error instanceof LxdUnreachable)) throw error;
        this.#log.debug({ err: error, lab: lab.id }, "historique illisible");
        return [machine, ""];
      }
    });
    return new Map(await Promise.all(read));
  }
}
