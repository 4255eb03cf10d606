import type { Logger } from "pino";
import { AtelierError } from "../errors.ts";
import type { LxdClient } from "../lxd/client.ts";
import { exec } from "../lxd/exec.ts";
import { openTunnel, type Tunnel } from "../lxd/tunnel.ts";
import type { ListeningPort } from "../protocol.ts";
import { LISTENING_COMMAND, parseListening } from "./listening.ts";
import { instanceOf } from "./machines.ts";
import type { LabRecord } from "./record.ts";

/** A port of a machine of a lab. */
export interface PreviewTarget {
  lab: string;
  machine: string;
  port: number;
}

/** Connections into one lab at a time: each is an exec of LXD, and a process in the lab. */
const TUNNELS_MAX = 24;

/** Tunnels are as many as they may be. */
export class TooManyTunnels extends Error {}

/** The ports of labs: which of them listen, and connections to them. */
export class LabPorts {
  readonly #client: LxdClient;
  readonly #log: Logger;
  readonly #open = new Map<LabRecord, Set<Promise<Tunnel>>>();
  readonly #lists = new Map<LabRecord, Promise<ListeningPort[]>>();

  constructor(client: LxdClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  /** What listens now in each machine. Who asks while it is being looked up gets the same answer. */
  async list(lab: LabRecord): Promise<ListeningPort[]> {
    const looking = this.#lists.get(lab) ?? this.#look(lab).finally(() => this.#lists.delete(lab));
    this.#lists.set(lab, looking);
    return await looking;
  }

  /**
   * A connection to a port; it goes with its lab.
   * @throws {AtelierError} `lab-not-ready` @throws {TooManyTunnels} {PortRefused} {LxdError} {LxdUnreachable}
   */
  async connect(lab: LabRecord, machine: string, port: number): Promise<Tunnel> {
    if (lab.state !== "ready") throw new AtelierError("lab-not-ready");
    const open = this.#tunnelsOf(lab);
    if (open.size >= TUNNELS_MAX) throw new TooManyTunnels();
    // Counted from now on: what is still being opened takes its place too.
    const opening = openTunnel(this.#client, instanceOf(lab, machine), port);
    open.add(opening);
    const forget = () => open.delete(opening);
    opening.then((tunnel) => tunnel.once("close", forget), forget);
    return await opening;
  }

  /** Cuts every connection, and waits until nothing is left of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(cut));
  }

  #tunnelsOf(lab: LabRecord): Set<Promise<Tunnel>> {
    const known = this.#open.get(lab);
    if (known) return known;
    const open = new Set<Promise<Tunnel>>();
    this.#open.set(lab, open);
    const stopListening = lab.listen((event) => {
      if (event !== "state" || lab.state === "ready") return;
      stopListening();
      this.#open.delete(lab);
      cut(open).catch((error: unknown) =>
        this.#log.warn({ err: error, lab: lab.id }, "aperçus d’un lab parti"),
      );
    });
    return open;
  }

  async #look(lab: LabRecord): Promise<ListeningPort[]> {
    const machines = lab.machines.map(async (machine) => {
      const command = ["timeout", "5", ...LISTENING_COMMAND];
      const { stdout } = await exec(this.#client, instanceOf(lab, machine), command);
      return parseListening(stdout).map((socket) => ({ machine, ...socket }));
    });
    return (await Promise.all(machines)).flat();
  }
}

/** Destroys tunnels, also those that are being opened, and waits for their end. */
async function cut(tunnels: Set<Promise<Tunnel>>): Promise<void> {
  const ends = [...tunnels].map(async (opening) => {
    const tunnel = await opening.catch(() => undefined);
    if (!tunnel || tunnel.closed) return;
    const closed = new Promise((resolve) => tunnel.once("close", resolve));
    tunnel.destroy();
    await closed;
  });
  await Promise.all(ends);
}
