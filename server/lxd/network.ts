import type { LxdClient } from "./client.ts";
import { run } from "./command.ts";
import { tolerate } from "./errors.ts";
import { chooseSubnet, overlaps } from "./subnet.ts";

interface Network {
  config: Record<string, string>;
  managed: boolean;
}

/**
 * What dnsmasq is told where no lab has a way out. `local=/#/`: a name that no lab has does not exist. Without it the
 * question is refused, which the name servers that students' own LXD starts take for none, and wait.
 */
const CLOSED = ["dhcp-option=option:router", "no-resolv", "local=/#/"].join("\n");

/**
 * No NAT, no IPv6, no router in the lease, no name server behind dnsmasq: a lab has nowhere to go. With `internet`
 * it has NAT, a router and names, and the fence decides what is reached.
 * LXD's own firewall rules stay out: ours (firewall.ts) are stricter.
 */
export function networkConfig(address: string, internet: boolean): Record<string, string> {
  return {
    "ipv4.address": address,
    "ipv4.nat": String(internet),
    "ipv4.firewall": "false",
    "ipv6.address": "none",
    "raw.dnsmasq": internet ? "" : CLOSED,
  };
}

/**
 * Makes sure that the labs' bridge exists and is closed, unless it leads out; returns its address with its prefix.
 * Its subnet is free of the host's routes when it is made, and moves if a route came into its way since.
 * @throws {Error} when a network of this name belongs to somebody else.
 */
export async function ensureNetwork(
  client: LxdClient,
  name: string,
  internet: boolean,
): Promise<string> {
  const routes = await hostRoutes(name);
  const network = await tolerate([404], () => client.get<Network>(`/1.0/networks/${name}`));
  if (network && !network.managed)
    throw new Error(
      `L’interface ${name} existe et n’est pas gérée par LXD\u00a0: choisir LXD_NETWORK.`,
    );
  const current = network?.config["ipv4.address"];
  const usable = current?.includes("/") && !routes.some((route) => overlaps(current, route));
  const address = usable ? (current as string) : chooseSubnet(routes, name);
  const config = networkConfig(address, internet);
  if (!network) {
    const body = { name, type: "bridge", description: "Labs de l’atelier", config };
    await client.request("POST", "/1.0/networks", { body });
  } else if (Object.entries(config).some(([key, value]) => (network.config[key] ?? "") !== value)) {
    await client.request("PATCH", `/1.0/networks/${name}`, { body: { config } });
  }
  return address;
}

/** Takes the bridge away. @throws {LxdError} when something still uses it. */
export async function deleteNetwork(client: LxdClient, name: string): Promise<void> {
  await tolerate([404], () => client.request("DELETE", `/1.0/networks/${name}`));
}

/** Networks that the host reaches by another interface than `except`, as CIDRs. */
export async function hostRoutes(except: string): Promise<string[]> {
  const routes: { dst: string; dev?: string }[] = JSON.parse(
    await run("ip", ["-4", "-json", "route", "show", "table", "main"]),
  );
  return routes
    .filter((route) => route.dev !== except && route.dst !== "default")
    .map((route) => route.dst);
}
