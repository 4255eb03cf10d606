import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LxdClient } from "./client.ts";
import { run } from "./command.ts";
import { tolerate } from "./errors.ts";
import { endNameServers } from "./nameServers.ts";

/** Where a daemon of this machine keeps what belongs to its networks; `undefined` where that is not ours to touch. */
function networksFolder({ endpoint }: LxdClient): string | undefined {
  if (endpoint.type !== "unix" || process.getuid?.() !== 0) return undefined;
  return join(dirname(endpoint.path), "networks");
}

/**
 * Names, of this form, of bridges that LXD made and knows no more: of a network that it was killed while making, it
 * deletes its own note only, and leaves the bridge and its name server. Its folder is made after the note, and deleted
 * before: one without a note is nobody's. @throws {LxdError} {LxdUnreachable}
 */
export async function forgottenBridges(client: LxdClient, form: RegExp): Promise<string[]> {
  const folder = networksFolder(client);
  if (!folder) return [];
  // In this order: what is being made is noted by then.
  const found = (await readdir(folder).catch((): string[] => [])).filter((name) => form.test(name));
  if (found.length === 0) return [];
  const noted = await Promise.all(found.map((name) => isNoted(client, name)));
  return found.filter((_, index) => !noted[index]);
}

/** LXD tells of any link of the machine, and manages those that it has a note of. */
async function isNoted(client: LxdClient, name: string): Promise<boolean> {
  const network = await tolerate([404], () =>
    client.get<{ managed: boolean }>(`/1.0/networks/${name}`),
  );
  return network?.managed ?? false;
}

/** Takes away a bridge that LXD has forgotten, its name server, and their folder. What is not there was to go. */
export async function dropForgottenBridge(client: LxdClient, name: string): Promise<void> {
  const folder = networksFolder(client);
  if (!folder) return;
  const own = join(folder, name);
  await endNameServers(own);
  await run("ip", ["link", "delete", name, "type", "bridge"]).catch(() => undefined);
  await rm(own, { recursive: true, force: true });
}
