import type { LxdClient } from "./client.ts";
import { tolerate } from "./errors.ts";
import { runOperation } from "./operations.ts";

const path = (instance: string) => `/1.0/instances/${instance}/snapshots`;

/** Takes a snapshot of an instance's disk and keys, as it runs; one of this name is replaced. @throws {LxdError} */
export async function takeSnapshot(
  client: LxdClient,
  instance: string,
  name: string,
): Promise<void> {
  await deleteSnapshot(client, instance, name);
  await runOperation(client, "POST", path(instance), { body: { name, stateful: false } });
}

/** Takes an instance back to a snapshot; one that runs is stopped and started. @throws {LxdError} */
export async function restoreSnapshot(
  client: LxdClient,
  instance: string,
  name: string,
): Promise<void> {
  await runOperation(client, "PUT", `/1.0/instances/${instance}`, { body: { restore: name } });
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
