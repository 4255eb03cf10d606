import type { LxdClient } from "../lxd/client.ts";
import { setKeys } from "../lxd/instances.ts";
import type { LabRecord } from "./record.ts";
import { labKeys } from "./recordKeys.ts";

/** Writes what must last of labs into the keys of their instances; one at a time for a lab: LXD refuses a second. */
export class KeyWriter {
  readonly #client: LxdClient;
  readonly #saves = new Map<LabRecord, Promise<void>>();

  constructor(client: LxdClient) {
    this.#client = client;
  }

  /** Writes the lab as it is when its turn comes. @throws {LxdError} {LxdUnreachable} */
  save(lab: LabRecord): Promise<void> {
    const last = this.#saves.get(lab) ?? Promise.resolve();
    const write = () => setKeys(this.#client, lab.id, labKeys(lab));
    const saved = last.then(write, write);
    this.#saves.set(lab, saved);
    const done = () => void (this.#saves.get(lab) === saved && this.#saves.delete(lab));
    saved.then(done, done);
    return saved;
  }

  /** Waits for what is being written. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#saves.values());
  }
}
