import type { LxdClient } from "./client.ts";
import { CommandError, run } from "./command.ts";
import { listInstances } from "./instances.ts";

/** Key under which LXD notes the host's end of an instance's network card. */
const HOST_END = /^volatile\..*\.host_name$/;

/**
 * Host ends of veth pairs on a bridge of ours that no instance knows: a machine that died while the daemon was down
 * leaves its own behind. One that is just being made is not known yet either: it is one only if it still is later.
 * @throws {LxdError} {CommandError}
 */
export async function strayVeths(client: LxdClient, bridge: string): Promise<string[]> {
  const links: { ifname: string }[] = JSON.parse(
    await run("ip", ["-json", "link", "show", "master", bridge, "type", "veth"]).catch(
      (error: unknown) => {
        // LXD lists a bridge that is not there yet, or not any more, as long as it is at it.
        if (error instanceof CommandError && /does not exist/.test(error.stderr)) return "[]";
        throw error;
      },
    ),
  );
  const ends = links.map(({ ifname }) => ifname).filter(Boolean);
  if (ends.length === 0) return [];
  const known = new Set<string>();
  for (const project of await projectsOn(client, bridge))
    for (const { config } of await listInstances(client.inProject(project)))
      for (const [key, value] of Object.entries(config)) if (HOST_END.test(key)) known.add(value);
  return ends.filter((end) => !known.has(end));
}

/** Takes a pair away; one that is gone is what was wanted. */
export async function dropVeth(name: string): Promise<void> {
  await run("ip", ["link", "delete", name]).catch(() => undefined);
}

/** Projects of which instances may stand on a bridge. */
async function projectsOn(client: LxdClient, bridge: string): Promise<Set<string>> {
  const { used_by } = await client.get<{ used_by: string[] }>(`/1.0/networks/${bridge}`);
  const named = used_by.map((url) => new URL(url, "http://lxd").searchParams.get("project"));
  return new Set([client.project, ...named.map((project) => project ?? "default")]);
}
