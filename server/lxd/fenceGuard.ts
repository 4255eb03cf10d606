import type { LxdClient } from "./client.ts";
import { type Fence, firewallLoaded, loadFirewall } from "./firewall.ts";
import { labNetworkFences, listLabNetworks } from "./labNetwork.ts";

/**
 * Puts back the fences of this project's bridges that are gone: a firewall that is restarted takes all tables away.
 * Returns the bridges that stood open. @throws {LxdError} {LxdUnreachable} {CommandError}
 */
export async function guardFences(
  client: LxdClient,
  profile: string,
  internet: boolean,
): Promise<string[]> {
  const shared = { ...(await sharedBridge(client, profile)), internet };
  const fences = [shared, ...(await labNetworkFences(client, internet))];
  const open: string[] = [];
  for (const fence of fences) {
    if (await firewallLoaded(fence.bridge)) continue;
    await loadFirewall(fence);
    open.push(fence.bridge);
  }
  return open;
}

/** Names of this project's bridges: the one that a profile's labs share, and those of labs of several machines. */
export async function labBridges(client: LxdClient, profile: string): Promise<string[]> {
  return [(await sharedBridge(client, profile)).bridge, ...(await listLabNetworks(client))];
}

/** The bridge that a profile's labs share. */
async function sharedBridge(
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
