import type { LxdClient } from "./client.ts";
import { CommandError, run } from "./command.ts";
import { listInstances } from "./instances.ts";

/** Key under which LXD notes the host's end of an instance's network card. */
const HOST_END = /^volatile\..*\.host_name$/;

/** What LXD calls both ends of a pair as it makes it, and how the addresses of its instances begin. */
const LXD_NAME = /^veth[0-9a-f]{8}$/;
const LXD_ADDRESS = "00:16:3e:";

/** One end of a veth pair in our network namespace. @see ip-link(8) */
export interface Veth {
  ifname: string;
  address: string;
  flags: string[];
  /** The bridge on which it stands. */
  master?: string;
  /** The other end, where it is in the same namespace. */
  link?: string;
  /** The namespace of the other end, where it is in another one. */
  link_netnsid?: number;
}

/** All ends of veth pairs in our network namespace, or those on one bridge. @throws {CommandError} */
export async function listVeths(bridge?: string): Promise<Veth[]> {
  const on = bridge === undefined ? [] : ["master", bridge];
  const listed = await run("ip", ["-json", "link", "show", ...on, "type", "veth"]).catch(
    (error: unknown) => {
      // LXD lists a bridge that is not there yet, or not any more, as long as it is at it.
      if (error instanceof CommandError && /does not exist/.test(error.stderr)) return "[]";
      throw error;
    },
  );
  // `ip` prints an empty object for what is not of the type.
  return (JSON.parse(listed || "[]") as Veth[]).filter(({ ifname }) => ifname);
}

/** Whether something may go through it: its other end is in a machine, or it stands on a bridge. */
export function isAlive({ link_netnsid, master }: Veth): boolean {
  return link_netnsid !== undefined || master !== undefined;
}

/**
 * Host ends of veth pairs on a bridge of ours that no instance knows: a machine that died while the daemon was down
 * leaves its own behind. One that is just being made is not known yet either: it is one only if it still is later.
 * @throws {LxdError} {CommandError}
 */
export async function strayVeths(client: LxdClient, bridge: string): Promise<string[]> {
  const ends = (await listVeths(bridge)).map(({ ifname }) => ifname);
  if (ends.length === 0) return [];
  const known = new Set<string>();
  for (const project of await projectsOn(client, bridge))
    for (const { config } of await listInstances(client.inProject(project)))
      for (const [key, value] of Object.entries(config)) if (HOST_END.test(key)) known.add(value);
  return ends.filter((end) => !known.has(end));
}

/**
 * Pairs that LXD made and never gave to anybody: both ends are here, on no bridge (it went with its daemon), and that
 * of the machine was never used. One that is just being made looks the same: it is one only if it still does later.
 * @returns the machine's end of each. @throws {CommandError}
 */
export async function lostVeths(): Promise<Veth[]> {
  const veths = await listVeths();
  const lost = veths.filter((each) => LXD_NAME.test(each.ifname) && !isAlive(each));
  const inner = lost.filter(
    ({ address, flags }) => address.startsWith(LXD_ADDRESS) && !flags.includes("UP"),
  );
  return inner.filter(({ link }) => lost.some(({ ifname }) => ifname === link));
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
