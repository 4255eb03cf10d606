import { readdir } from "node:fs/promises";
import { run } from "./command.ts";

/** What the table must know of a bridge. */
export interface Fence {
  bridge: string;
  /** The bridge's own IPv4 address with its prefix, such as `10.64.1.1/24`. */
  address: string;
  /** Whether there is a way out to public addresses. */
  internet: boolean;
}

/**
 * What labs never reach, even with a way out: private, link-local (clouds serve their secrets there), shared, test,
 * multicast and reserved networks. @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const NOT_PUBLIC = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];

/** Each bridge has a table of its own name in both of these, so that two ateliers on one host never undo each other. */
const FAMILIES = ["inet", "bridge"] as const;

/** The name of a bridge's tables. */
export function tableName(bridge: string): string {
  return `atelier_${bridge.replaceAll("-", "_")}`;
}

/**
 * The nft tables that shut labs in: between labs and their own machines as the bridge's ports allow, to the host
 * for DHCP, names and ping of the bridge itself, and nowhere else, whatever route a student adds. Where there is
 * Internet, also to public IPv4 addresses beyond the host, and what answers from there comes back. What a lab hands
 * the host for another address of the bridge's network is dropped: sent back, it would come from no isolated port.
 */
export function firewallRules({ bridge, address: network, internet }: Fence): string {
  const [address = ""] = network.split("/");
  const out = internet
    ? `
    oifname "${bridge}" ct state established,related accept
    iifname "${bridge}" ip daddr { ${NOT_PUBLIC.join(", ")} } counter reject
    iifname "${bridge}" meta nfproto ipv4 accept`
    : "";
  const [inet, ports] = FAMILIES.map((family) => `${family} ${tableName(bridge)}`);
  return `
table ${inet}
delete table ${inet}
table ${ports}
delete table ${ports}
table ${inet} {
  chain forward {
    type filter hook forward priority -1; policy accept;
    iifname "${bridge}" oifname "${bridge}" accept${out}
    iifname "${bridge}" counter reject
    oifname "${bridge}" counter reject
  }
  chain input {
    type filter hook input priority -1; policy accept;
    iifname "${bridge}" ct state established,related accept
    iifname "${bridge}" ip daddr { ${address}, 255.255.255.255 } udp dport 67 accept
    iifname "${bridge}" ip daddr ${address} udp dport 53 accept
    iifname "${bridge}" ip daddr ${address} tcp dport 53 accept
    iifname "${bridge}" ip daddr ${address} icmp type echo-request accept
    iifname "${bridge}" counter reject
  }
}
table ${ports} {
  chain input {
    type filter hook input priority -1; policy accept;
    ip daddr ${network} ip daddr != ${address} counter drop
  }
}
`;
}

/** Loads the tables in one transaction; those that are there already are replaced. Needs root. */
export async function loadFirewall(fence: Fence): Promise<void> {
  await run("nft", ["-f", "-"], { input: firewallRules(fence) });
}

/** Whether the tables are in the kernel; a firewall that is restarted takes all tables away. */
export async function firewallLoaded(bridge: string): Promise<boolean> {
  return (await standingFences())(bridge);
}

/** Looks at all tables at once, and tells of each bridge whether both of its own are in the kernel. */
export async function standingFences(): Promise<(bridge: string) => boolean> {
  const chains = await run("nft", ["list", "chains"]);
  const hooks = new Map<string, string>();
  for (const table of chains.split(/^table /m)) hooks.set(table.split(" {")[0] ?? "", table);
  return (bridge) => {
    const [inet, ports] = FAMILIES.map((family) => hooks.get(`${family} ${tableName(bridge)}`));
    const whole = ["hook forward", "hook input"].every((hook) => inet?.includes(hook));
    return whole && (ports?.includes("hook input") ?? false);
  };
}

/** Takes the tables away; one that is not there is what was wanted. */
export async function dropFirewall(bridge: string): Promise<void> {
  for (const family of FAMILIES)
    if (await listTable(family, bridge))
      await run("nft", ["delete", "table", family, tableName(bridge)]);
}

/** What is in a bridge's table; empty when it is not there. */
async function listTable(family: (typeof FAMILIES)[number], bridge: string): Promise<string> {
  return run("nft", ["list", "table", family, tableName(bridge)]).catch(() => "");
}

/** Bridges that have a table and are not there, of those of this form: the table of one that is about to be is made first. */
export async function fencesAroundNothing(form: RegExp): Promise<string[]> {
  const tables = await run("nft", ["list", "tables"]);
  const links = await readdir("/sys/class/net");
  const fenced = new Set(links.map(tableName));
  const found = [...tables.matchAll(/^table \S+ (atelier_\S+)$/gm)].map(([, table = ""]) => table);
  return [...new Set(found)]
    .filter((table) => !fenced.has(table))
    .map((table) => table.replace("atelier_", "").replaceAll("_", "-"))
    .filter((bridge) => form.test(bridge));
}
