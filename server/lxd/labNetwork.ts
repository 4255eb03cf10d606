import type { LxdClient } from "./client.ts";
import { tolerate } from "./errors.ts";
import { dropFirewall, type Fence, loadFirewall } from "./firewall.ts";
import { dropForgottenBridge } from "./forgottenBridges.ts";
import { deleteNetwork, hostRoutes, networkConfig } from "./network.ts";
import { chooseSubnet } from "./subnet.ts";

/** Key of a network under which the atelier notes whose it is: networks stand in no project of ours. */
const PROJECT_KEY = "user.atelier.project";

/**
 * What the host's ends of machines' network cards are called. LXD lists each as a network too, and to describe one looks
 * for it in all instances: with a hundred labs all of them took it most of a second.
 */
const HOST_END = /^veth/;

/** Host part of the first machine's address; the next machines follow. */
const FIRST_HOST = 11;

interface Network {
  name: string;
  config: Record<string, string>;
}

/** Networks are made one after the other: two at a time could choose the same subnet. */
let making: Promise<unknown> = Promise.resolve();

/**
 * Makes a bridge for the machines of one lab alone, as closed, or open, as the shared one, and fenced before it exists.
 * Its name server knows each machine by its name. Returns the machines' addresses, in the order of `machines`.
 * @throws {LxdError}, for instance where the certificate may not make networks.
 */
export async function makeLabNetwork(
  client: LxdClient,
  name: string,
  machines: readonly string[],
  internet: boolean,
): Promise<string[]> {
  const make = async () => {
    const address = chooseSubnet(await hostRoutes(name), name);
    const [bridge = ""] = address.split("/");
    const addresses = machines.map((_, index) =>
      bridge.replace(/\d+$/, String(FIRST_HOST + index)),
    );
    const records = machines.map((host, i) => `host-record=${host},${host}.lxd,${addresses[i]}`);
    const closed = networkConfig(address, internet);
    const config = {
      ...closed,
      "raw.dnsmasq": [closed["raw.dnsmasq"], ...records].filter(Boolean).join("\n"),
      [PROJECT_KEY]: client.project,
    };
    await loadFirewall({ bridge: name, address, internet });
    const body = { name, type: "bridge", description: "Lab de plusieurs machines", config };
    await client.request("POST", "/1.0/networks", { body });
    return addresses;
  };
  const made = making.then(make, make);
  making = made.catch(() => undefined);
  return await made;
}

/** Takes a lab's bridge away, its fence last. What is not there is what was wanted. */
export async function dropLabNetwork(client: LxdClient, name: string): Promise<void> {
  await deleteNetwork(client, name);
  await dropForgottenBridge(client, name);
  await dropFirewall(name);
}

/** Loads the fences of this project's lab bridges again: a host that restarted has forgotten them. */
export async function fenceLabNetworks(client: LxdClient, internet: boolean): Promise<void> {
  for (const fence of await labNetworkFences(client, internet)) await loadFirewall(fence);
}

/** The fences that the lab bridges of this project must have. */
export async function labNetworkFences(client: LxdClient, internet: boolean): Promise<Fence[]> {
  return (await ownNetworks(client)).map(({ name, config }) => ({
    bridge: name,
    address: config["ipv4.address"] ?? "",
    internet,
  }));
}

/** Names of the bridges that labs of this project have for themselves. */
export async function listLabNetworks(client: LxdClient): Promise<string[]> {
  return (await ownNetworks(client)).map(({ name }) => name);
}

/** Names of all that LXD calls a network, cards of machines left out. */
export async function networkNames(client: LxdClient): Promise<string[]> {
  const urls = await client.get<string[]>("/1.0/networks");
  const names = urls.map((url) => url.split("?")[0]?.split("/").at(-1) ?? "");
  return names.filter((name) => !HOST_END.test(name));
}

async function ownNetworks(client: LxdClient): Promise<Network[]> {
  const names = await networkNames(client);
  const found = await Promise.all(
    names.map((name) => tolerate([404], () => client.get<Network>(`/1.0/networks/${name}`))),
  );
  return found.filter((network) => network?.config[PROJECT_KEY] === client.project) as Network[];
}
