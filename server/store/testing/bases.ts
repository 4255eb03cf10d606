import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Migration } from "kysely";
import { openStore, type Store } from "../store.ts";
import { type Cluster, postgresPrograms, startCluster } from "./cluster.ts";

/** The databases that tests of the store run on here: both where there is a PostgreSQL, which `npm test` installs. */
export const KINDS: Store["kind"][] = postgresPrograms() ? ["sqlite", "postgres"] : ["sqlite"];

/** A fresh database for each test, of one kind. */
export class Bases {
  readonly #cluster: Cluster | undefined;
  readonly #folders: string[] = [];
  readonly #open = new Set<Store>();

  private constructor(cluster: Cluster | undefined) {
    this.#cluster = cluster;
  }

  static async of(kind: Store["kind"]): Promise<Bases> {
    return new Bases(kind === "postgres" ? await startCluster() : undefined);
  }

  /** An empty database: where it is. */
  async fresh(): Promise<{ dataDir: string; databaseUrl: string | undefined }> {
    const dataDir = await mkdtemp(join(tmpdir(), "atelier-store-"));
    this.#folders.push(dataDir);
    const databaseUrl = await this.#cluster?.create(`essai_${this.#folders.length}`);
    return { dataDir, databaseUrl };
  }

  /** Opens a database that is there, or an empty one. */
  async open(
    at?: { dataDir: string; databaseUrl: string | undefined },
    migrations?: Record<string, Migration>,
    tell: (text: string) => void = () => undefined,
  ): Promise<Store> {
    const store = await openStore({
      ...(at ?? (await this.fresh())),
      tell,
      ...(migrations ? { migrations } : {}),
    });
    this.#open.add(store);
    return store;
  }

  async close(): Promise<void> {
    for (const store of this.#open) await store.close().catch(() => undefined);
    await this.#cluster?.stop();
    for (const folder of this.#folders) await rm(folder, { recursive: true });
  }
}
