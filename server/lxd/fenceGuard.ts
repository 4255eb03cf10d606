import type { LxdClient } from "./client.ts";
import { type Fence, loadFirewall, standingFences } from "./firewall.ts";
import { labNetworkFences, listLabNetworks, networkNames } from "./labNetwork.ts";

/**
 * Puts back the fences of this project's bridges that are gone: a firewall that is restarted takes all tables away.
 * Returns the bridges that stood open. @param shared the bridge that most labs share.
 * @param form what names of labs' own bridges look like. @throws {LxdError} {LxdUnreachable} {CommandError}
 */
export async function guardFences(
  client: LxdClient,
  shared: Fence,
  form: RegExp,
): Promise<string[]> {
  const isStanding = await standingFences();
  const open = isStanding(shared.bridge) ? [] : [shared];
  const bare = (await networkNames(client)).filter((name) => form.test(name) && !isStanding(name));
  if (bare.length > 0) {
    const own = await labNetworkFences(client, shared.internet);
    open.push(...own.filter(({ bridge }) => bare.includes(bridge)));
  }
  for (const fence of open) await loadFirewall(fence);
  return open.map(({ bridge }) => bridge);
}

/** Names of this project's bridges: the one that a profile's labs share, and those of labs of several machines. */
export async function labBridges(client: LxdClient, profile: string): Promise<string[]> {
  return [(await sharedBridge(client, profile)).bridge, ...(await listLabNetworks(client))];
}

/** The bridge that a profile's labs share. @throws {LxdError} {LxdUnreachable} */
export async function sharedBridge(
  client: LxdClient,
  profile: string,
): Promise<Pick<Fence, "bridge" | "address">> {
  const { devices } = await client.get<{ devices: Record<string, { network?: string }> }>(
    `/1.0/profiles/${profile}`,
  );
  const bridge = devices.eth0?.network ?? "";
  const { config } = await client.get<{ config: Record<string, string> }>(
    `/1.0/networks/${bridge}`,
  );
  return { bridge, address: config["ipv4.address"] ?? "" };
}
