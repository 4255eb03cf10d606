import { setTimeout as delay } from "node:timers/promises";
import type { LxdClient } from "./client.ts";
import { LxdError, tolerate } from "./errors.ts";
import { dropHalfMadeSnapshots } from "./halfMadeSnapshots.ts";
import {
  getInstance,
  type Instance,
  setInstanceState,
  setKeys,
  whileNoneIsMade,
} from "./instances.ts";
import { onceFree } from "./onceFree.ts";
import { runOperation } from "./operations.ts";

const path = (instance: string) => `/1.0/instances/${instance}/snapshots`;

/** Pause before a snapshot that failed is tried once more (ms). */
const SNAPSHOT_PAUSE = 1000;

/**
 * Takes a snapshot of an instance's disk and keys, as it runs; one of this name is replaced. It is tried once more where
 * LXD fails: a subvolume of Docker's that goes away while LXD copies is enough. What failed leaves nothing on the pool.
 * @throws {LxdError} {CommandError}
 */
export async function takeSnapshot(
  client: LxdClient,
  instance: string,
  name: string,
): Promise<void> {
  await deleteSnapshot(client, instance, name);
  const body = { name, stateful: false };
  for (let tries = 2; ; tries--) {
    try {
      await runOperation(client, "POST", path(instance), { body });
      return;
    } catch (error) {
      // 504: LXD is still at it; 404: the instance is gone.
      if (!(error instanceof LxdError) || [404, 504].includes(error.status)) throw error;
      await dropHalfMadeSnapshots(client, instance, name);
      if (tries <= 1) throw error;
      await delay(SNAPSHOT_PAUSE);
    }
  }
}

/**
 * Takes an instance back to a snapshot, and starts it; one that runs is stopped before. LXD 5.0 gives each snapshot an id range
 * that nobody keeps free: restored with it, the instance could share it with another, and its whole disk would be
 * rewritten for it. So it gets its own range back before it starts. @throws {LxdError}
 */
export async function restoreSnapshot(
  client: LxdClient,
  instance: string,
  name: string,
): Promise<void> {
  const url = `/1.0/instances/${instance}`;
  const { status, config } = await client.get<Instance>(url);
  // 400: it does not run any more.
  if (status !== "Stopped")
    await tolerate([400], () => onceFree(() => setInstanceState(client, instance, "stop")));
  const restore = async () => {
    await runOperation(client, "PUT", url, { body: { restore: name } });
    const range = rangeOf(config);
    const restored = rangeOf((await client.get<Instance>(url)).config);
    if (JSON.stringify(range) !== JSON.stringify(restored)) await setKeys(client, instance, range);
  };
  await onceFree(() => whileNoneIsMade(restore));
  await startAgain(client, instance);
}

/** Starts an instance that whoever looks after it may have started already. @throws {LxdError} {LxdUnreachable} */
async function startAgain(client: LxdClient, instance: string): Promise<void> {
  try {
    await onceFree(() => setInstanceState(client, instance, "start"));
  } catch (error) {
    if ((await getInstance(client, instance))?.status !== "Running") throw error;
  }
}

/** The keys in which LXD notes which ids are an instance's. */
function rangeOf(config: Instance["config"]): Record<string, string> {
  const keys = ["volatile.idmap.base", "volatile.idmap.next"];
  return Object.fromEntries(keys.map((key) => [key, config[key] ?? ""]));
}

/** Deletes a snapshot; one that is not there is what was wanted. */
export async function deleteSnapshot(
  client: LxdClient,
  instance: string,
  name: string,
): Promise<void> {
  await tolerate([404], () => runOperation(client, "DELETE", `${path(instance)}/${name}`));
}

/** Names of an instance's snapshots. */
export async function listSnapshots(client: LxdClient, instance: string): Promise<string[]> {
  const urls = await client.get<string[]>(path(instance));
  return urls.map((url) => (url.split("?")[0] as string).split("/").at(-1) as string);
}
