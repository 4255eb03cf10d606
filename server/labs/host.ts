import { readFile } from "node:fs/promises";
import { availableParallelism, freemem, loadavg } from "node:os";
import type { LxdClient } from "../lxd/client.ts";
import { poolSpace } from "../lxd/storage.ts";
import { pressure, type Resources } from "./capacity.ts";
import { crowd } from "./crowd.ts";

/** Age from which on what was seen of the host is looked at anew, and from which on the new look is waited for (ms). */
const FRESH = 2_000;
const STALE = 30_000;

/** The machine that labs run on, as far as this server sees it. */
export class Host {
  readonly #client: LxdClient;
  readonly #profile: string;
  #seen: { at: number; resources: Resources } | undefined;
  #looking: Promise<Resources> | undefined;

  /** @param profile of labs: its root disk tells the pool. */
  constructor(client: LxdClient, profile: string) {
    this.#client = client;
    this.#profile = profile;
  }

  /** What is left for labs. Of a daemon elsewhere only the pool is known. @throws {LxdError} {LxdUnreachable} */
  async resources(): Promise<Resources> {
    const seen = this.#seen;
    const age = Date.now() - (seen?.at ?? 0);
    if (seen && age <= FRESH) return seen.resources;
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    if (!seen || age > STALE) return await this.#looking;
    // Whoever starts a lab need not wait for it: what was seen a moment ago will do.
    this.#looking.catch(() => undefined);
    return seen.resources;
  }

  /** Why a lab more would hurt, French; `undefined` when it would not. @throws {LxdError} {LxdUnreachable} */
  async pressure(): Promise<string | undefined> {
    const resources = await this.resources();
    const load = this.#isHere ? (loadavg()[0] ?? 0) : 0;
    // One student's fork bomb is a load of hundreds: a closer look tells it from a crowd.
    return pressure(resources, load) && pressure(resources, Math.min(load, await crowd()));
  }

  get #isHere(): boolean {
    return this.#client.endpoint.type === "unix";
  }

  async #look(): Promise<Resources> {
    const disk = await poolSpace(this.#client, this.#profile);
    const here = { memory: await availableMemory(), disk, cores: availableParallelism() };
    const resources = this.#isHere ? here : { memory: Infinity, disk, cores: Infinity };
    this.#seen = { at: Date.now(), resources };
    return resources;
  }
}

/** Memory that programs can still get (bytes): what the kernel says, for Node's own figure leaves caches out. */
export async function availableMemory(): Promise<number> {
  const line = /MemAvailable:\s+(\d+) kB/.exec(await readFile("/proc/meminfo", "utf8"));
  return line ? Number(line[1]) * 1024 : freemem();
}
