import type { Logger } from "pino";
import { AtelierError } from "../../errors.ts";
import type { LxdClient } from "../../lxd/client.ts";
import type { ProbeReading } from "../../protocol-probes.ts";
import type { LabRecord } from "../record.ts";
import { runScript } from "../scripts.ts";
import { PRELUDES } from "./preludes.ts";
import { parseReading } from "./shapes.ts";

/** Longest reading (s), and all that it may print (bytes). */
const READ_LIMIT = 10;
const OUTPUT_MAX = 32 * 1024;

/** Reads labs with the probes of their lessons. */
export class Probes {
  readonly #client: LxdClient;
  readonly #log: Logger;
  readonly #reading = new WeakMap<LabRecord, Map<string, Promise<ProbeReading>>>();

  constructor(client: LxdClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  /**
   * What a probe reads now. Who asks while it is being read gets the same answer.
   * @throws {AtelierError} `no-such-probe`, `probe-unreadable` @throws {LxdError} {LxdUnreachable}
   */
  async read(lab: LabRecord, name: string): Promise<ProbeReading> {
    const underWay = this.#reading.get(lab) ?? new Map<string, Promise<ProbeReading>>();
    this.#reading.set(lab, underWay);
    const reading =
      underWay.get(name) ?? this.#read(lab, name).finally(() => underWay.delete(name));
    underWay.set(name, reading);
    return await reading;
  }

  async #read(lab: LabRecord, name: string): Promise<ProbeReading> {
    const probe = lab.lesson.probes?.find((each) => each.name === name);
    if (!probe) throw new AtelierError("no-such-probe");
    const { shape, source } = probe;
    const script = `${PRELUDES[shape]}${probe.script}`;
    const answer = await runScript(this.#client, lab.id, script, READ_LIMIT, OUTPUT_MAX);
    const { code, stdout, stderr } = answer;
    const reading = code === 0 ? parseReading(shape, stdout) : undefined;
    if (reading) return reading;
    const said = stderr.slice(-500);
    this.#log.warn({ lab: lab.id, source, code, stderr: said }, "sonde illisible");
    throw new AtelierError("probe-unreadable");
  }
}
