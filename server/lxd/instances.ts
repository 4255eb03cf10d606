import { setTimeout as delay } from "node:timers/promises";
import type { LxdClient } from "./client.ts";
import { groupDisk, liftDiskLimit } from "./diskGroup.ts";
import { LxdError, tolerate } from "./errors.ts";
import { dropHalfMadeSnapshots } from "./halfMadeSnapshots.ts";
import { runOperation } from "./operations.ts";
import { dropPlainDisk } from "./plainDisks.ts";

/** What we read of an instance. */
export interface Instance {
  name: string;
  /** `Running`, `Stopped`, `Frozen`… */
  status: string;
  config: Record<string, string>;
  created_at: string;
}

/** What a new instance is made of. */
export interface InstanceSource {
  /** Alias of the image in this project. */
  image: string;
  /** A stopped instance that is copied instead, keys included where `config` has none. */
  copyOf?: string;
  profile: string;
  config: Record<string, string>;
  /** Devices instead of, or beside, the profile's. */
  devices?: Record<string, Record<string, string>>;
}

const path = (name: string) => `/1.0/instances/${name}`;

/**
 * Instances are made one after the other, though started side by side: LXD 5.0 gives one whose neighbour is not
 * quite made an id range out of its bounds.
 */
let making: Promise<unknown> = Promise.resolve();

/** Runs what chooses, or gives back, an instance's id range, while nothing else does. */
export function whileNoneIsMade<T>(work: () => Promise<T>): Promise<T> {
  const done = making.then(work, work);
  making = done;
  return done;
}

/** Makes an instance, which stands still. @throws {LxdError} when LXD cannot, for want of space for instance. */
export async function createInstance(
  client: LxdClient,
  name: string,
  source: InstanceSource,
): Promise<void> {
  await whileNoneIsMade(() =>
    runOperation(client, "POST", "/1.0/instances", {
      body: {
        name,
        type: "container",
        profiles: [source.profile],
        config: source.config,
        ...(source.devices ? { devices: source.devices } : {}),
        source: source.copyOf
          ? { type: "copy", source: source.copyOf, instance_only: true }
          : { type: "image", alias: source.image },
      },
    }),
  );
}

/** Makes an instance, its whole disk under one limit, and starts it. @throws {LxdError} {CommandError} */
export async function launchInstance(
  client: LxdClient,
  name: string,
  source: InstanceSource,
): Promise<void> {
  await createInstance(client, name, source);
  // What its student makes in it comes later: both at the same time.
  const started = setInstanceState(client, name, "start");
  const [grouped] = await Promise.allSettled([groupDisk(client, name), started]);
  await started;
  if (grouped.status === "rejected") throw grouped.reason;
}

/** Starts, thaws, or stops at once, without asking what runs in it. */
export async function setInstanceState(
  client: LxdClient,
  name: string,
  action: "start" | "stop" | "unfreeze",
): Promise<void> {
  await runOperation(client, "PUT", `${path(name)}/state`, {
    body: { action, force: true, timeout: 30 },
  });
}

/** How long a machine is given to stop by itself (s). */
const SHUTDOWN = 30;

/** Has an instance shut itself down in good order; one that does not is stopped. @throws {LxdError} */
export async function shutDownInstance(client: LxdClient, name: string): Promise<void> {
  try {
    await runOperation(client, "PUT", `${path(name)}/state`, {
      body: { action: "stop", timeout: SHUTDOWN },
    });
  } catch (error) {
    if (!(error instanceof LxdError)) throw error;
    await setInstanceState(client, name, "stop");
  }
}

/** How often a deletion is tried that LXD refuses. */
const DELETE_TRIES = 5;
/** How long it waits for what else LXD is at: another one, a shutdown from within, what a killed server asked for (ms). */
const DELETE_PATIENCE = 30_000;
/** Pause between two tries (ms). */
const DELETE_PAUSE = 300;

/** Stops and deletes. An instance that is already gone is what was wanted. */
export async function destroyInstance(client: LxdClient, name: string): Promise<void> {
  const patience = Date.now() + DELETE_PATIENCE;
  for (let tries = DELETE_TRIES; ;) {
    try {
      // 400: it is not running.
      await tolerate([404, 400], () => setInstanceState(client, name, "stop"));
      await tolerate([404], () => runOperation(client, "DELETE", path(name)));
      return;
    } catch (error) {
      if (!(error instanceof LxdError)) throw error;
      // What is being started says that it runs, and what is being stopped that it is busy.
      const busy = /is (busy )?running/i.test(error.message) && Date.now() < patience;
      if (!busy && --tries < 1) throw error;
      if (!(await getInstance(client, name))) return;
      if (/quota exceeded/i.test(error.message)) await liftDiskLimit(client, name);
      if (/has snapshots/.test(error.message)) await dropHalfMadeSnapshots(client, name);
      if (/subvolume/.test(error.message)) await dropPlainDisk(client, name);
      await delay(DELETE_PAUSE);
    }
  }
}

export async function getInstance(client: LxdClient, name: string): Promise<Instance | undefined> {
  return await tolerate([404], () => client.get<Instance>(path(name)));
}

/** All instances of the project, with their own configuration; their state is left out: it is slow. */
export async function listInstances(client: LxdClient): Promise<Instance[]> {
  return await client.get<Instance[]>("/1.0/instances", { recursion: "1" });
}

/** Names of all instances of the project: LXD has these at hand, where whole instances take it a while. */
export async function instanceNames(client: LxdClient): Promise<string[]> {
  const paths = await client.get<string[]>("/1.0/instances");
  return paths.map((each) => nameAt(each));
}

/** `/1.0/instances/lab-1?project=atelier` → `lab-1`. */
export function nameAt(path: string): string {
  return path.split("?")[0]?.split("/").at(-1) ?? "";
}

/** An instance with its etag, which changes with its configuration and with whether it runs. */
export async function readInstance(
  client: LxdClient,
  name: string,
): Promise<{ instance: Instance; etag: string } | undefined> {
  const answer = await tolerate([404], () => client.request<Instance>("GET", path(name)));
  return answer && { instance: answer.metadata, etag: answer.etag ?? "" };
}

/**
 * Sets keys of an instance; an empty text takes a key away.
 * @param etag writes only if the instance is still what it was then.
 * @throws {LxdError} 412 when it is not.
 */
export async function setKeys(
  client: LxdClient,
  name: string,
  config: Record<string, string>,
  etag?: string,
): Promise<void> {
  await client.request("PATCH", path(name), { body: { config }, ...(etag ? { etag } : {}) });
}
