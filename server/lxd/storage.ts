import { statfs } from "node:fs/promises";
import type { LxdClient } from "./client.ts";
import { LxdError, tolerate } from "./errors.ts";
import { enableSimpleQuotas } from "./simpleQuotas.ts";
import type { ServerInfo } from "./serverInfo.ts";

/** Storage drivers we can use, the best first: nested btrfs works in labs, so it is preferred to zfs. */
export const DRIVERS = ["btrfs", "zfs", "dir"] as const;

const GIB = 2 ** 30;

/** Size of the pool's loop file: half of what is free, within these bounds (bytes). */
const POOL_MIN = 8 * GIB;
const POOL_MAX = 100 * GIB;

/** There is no room for a pool. */
export class NoSpace extends Error {
  readonly free: number;
  readonly needed: number;
  constructor(free: number, needed: number) {
    super(`${Math.floor(free / GIB)} Gio libres, il en faut ${Math.ceil(needed / GIB)}`);
    this.free = free;
    this.needed = needed;
  }
}

/** Bytes for a new pool on a disk with `free` bytes left. @throws {NoSpace} */
export function poolSize(free: number): number {
  const size = Math.min(Math.floor(free / 2), POOL_MAX);
  if (size < POOL_MIN) throw new NoSpace(free, 2 * POOL_MIN);
  return size;
}

/**
 * Makes sure that the pool exists; one that is there is taken as it is.
 * `directory` is where a local daemon keeps its loop files; without it LXD chooses the size itself.
 * @throws {NoSpace}; {LxdError} when no driver works.
 */
export async function ensurePool(
  client: LxdClient,
  server: ServerInfo,
  { name, directory, note }: { name: string; directory?: string; note: (text: string) => void },
): Promise<void> {
  if (await client.exists(`/1.0/storage-pools/${name}`)) return;
  const supported = server.environment.storage_supported_drivers.map((driver) => driver.Name);
  const drivers = DRIVERS.filter((driver) => supported.includes(driver));
  const disk = directory ? await statfs(directory) : undefined;
  const size = disk ? poolSize(disk.bavail * disk.bsize) : undefined;
  for (const driver of drivers) {
    const config = driver === "dir" || !size ? {} : { size: `${Math.floor(size / GIB)}GiB` };
    const body = { name, driver, description: "Labs de l’atelier", config };
    const last = driver === drivers.at(-1);
    try {
      await client.request("POST", "/1.0/storage-pools", { body, timeout: 120_000 });
    } catch (error) {
      if (last || !(error instanceof LxdError)) throw error;
      note(`Stockage ${driver} impossible (${error.message})\u00a0: essai du suivant.`);
      continue;
    }
    if (driver === "dir")
      note(
        "Stockage «\u00a0dir\u00a0», faute de btrfs et de zfs\u00a0: les labs seront lents à démarrer.",
      );
    if (driver === "btrfs") await quotas(client, server, name, note);
    return;
  }
}

/** The pool of a profile's root disk. @throws {LxdError} {LxdUnreachable} */
export async function profilePool(client: LxdClient, profile: string): Promise<string> {
  const { devices } = await client.get<{ devices: Record<string, { pool?: string }> }>(
    `/1.0/profiles/${profile}`,
  );
  return devices.root?.pool ?? "";
}

/** What is left in the pool of a profile's root disk (bytes). @throws {LxdError} {LxdUnreachable} */
export async function poolSpace(client: LxdClient, profile: string): Promise<number> {
  const path = `/1.0/storage-pools/${await profilePool(client, profile)}/resources`;
  const { space } = await client.get<{ space: { total: number; used: number } }>(path);
  return space.total - space.used;
}

/** Takes the pool away, with its loop file. @throws {LxdError} when something is still in it. */
export async function deletePool(client: LxdClient, name: string): Promise<void> {
  await tolerate([404], () => client.request("DELETE", `/1.0/storage-pools/${name}`));
}

async function quotas(
  client: LxdClient,
  server: ServerInfo,
  name: string,
  note: (text: string) => void,
) {
  await enableSimpleQuotas(client, server, name).catch((error: Error) =>
    note(
      `Quotas simples de btrfs indisponibles, les quotas complets serviront (${error.message}).`,
    ),
  );
}
