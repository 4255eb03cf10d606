import { type LxdClient } from "./client.ts";
import { loadFirewall } from "./firewall.ts";
import { ensureNetwork } from "./network.ts";
import { ensureProfile, LAB_PROFILE } from "./profile.ts";
import { ensureProject } from "./project.ts";
import { serverInfo, type ServerInfo } from "./serverInfo.ts";
import { ensurePool } from "./storage.ts";
import { bridgeName } from "./subnet.ts";

/** What the atelier wants of a daemon. Sizes as LXD writes them. */
export interface ProvisionOptions {
  project: string;
  pool?: string | undefined;
  network?: string | undefined;
  memory: string;
  cpu: number;
  disk: string;
  /** Whether labs reach public addresses. */
  internet: boolean;
  /** Absolute; makes names of bridges differ between ateliers. */
  dataDir: string;
  /** The project's own daemon: labs get isolated ids. */
  isPrivate: boolean;
  /** Where a daemon of this machine keeps its loop files. */
  poolDirectory?: string;
  /** Gets French sentences about what is not as good as it could be. */
  note: (text: string) => void;
}

/** The ground that labs stand on. */
export interface Ground {
  /** Speaks within the atelier's LXD project. */
  client: LxdClient;
  server: ServerInfo;
  pool: string;
  bridge: string;
  profile: string;
}

/**
 * Gives a daemon all that labs need, and changes nothing that is already so: LXD project, pool, bridge, nft
 * table, profile. The table is loaded before the profile exists, so no lab can start outside of it.
 */
export async function provision(daemon: LxdClient, options: ProvisionOptions): Promise<Ground> {
  const root = daemon.inProject("default");
  const server = await serverInfo(root);
  const wished = options.network ?? bridgeName(options.project, options.dataDir);
  const bridge = await ensureProject(root, options.project, wished);
  const pool = options.pool ?? options.project;
  await ensurePool(root, server, {
    name: pool,
    note: options.note,
    ...(options.poolDirectory ? { directory: options.poolDirectory } : {}),
  });
  const address = await ensureNetwork(root, bridge, options.internet);
  await loadFirewall({ bridge, address, internet: options.internet });
  const client = daemon.inProject(options.project);
  await ensureProfile(client, {
    pool,
    network: bridge,
    memory: options.memory,
    cpu: options.cpu,
    disk: options.disk,
    isolated: options.isPrivate,
  });
  return { client, server, pool, bridge, profile: LAB_PROFILE };
}
