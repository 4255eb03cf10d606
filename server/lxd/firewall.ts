import { readdir } from "node:fs/promises";
import { run } from "./command.ts";

/** What the table must know of a bridge. */
export interface Fence {
  bridge: string;
  /** The bridge's own IPv4 address, without its prefix. */
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

/** One table a bridge, so that two ateliers on one host never undo each other. */
export function tableName(bridge: string): string {
  return `atelier_${bridge.replaceAll("-", "_")}`;
}

/**
 * The nft table that shuts labs in: between labs and their own machines as the bridge's ports allow, to the host
 * for DHCP, names and ping of the bridge itself, and nowhere else, whatever route a student adds. Where there is
 * Internet, also to public IPv4 addresses beyond the host, and what answers from there comes back.
 */
export function firewallRules({ bridge, address, internet }: Fence): string {
  const out = internet
    ? `
    oifname "${bridge}" ct state established,related accept
    iifname "${bridge}" ip daddr { ${NOT_PUBLIC.join(", ")} } counter reject
    iifname "${bridge}" meta nfproto ipv4 accept`
    : "";
  const table = `inet ${tableName(bridge)}`;
  return `
table ${table}
delete table ${table}
table ${table} {
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
`;
}

/** Loads the table in one transaction; one that is there already is replaced. Needs root. */
export async function loadFirewall(fence: Fence): Promise<void> {
  await run("nft", ["-f", "-"], { input: firewallRules(fence) });
}

/** Whether the table is in the kernel; a firewall that is restarted takes all tables away. */
export async function firewallLoaded(bridge: string): Promise<boolean> {
  return run("nft", ["list", "table", "inet", tableName(bridge)]).then(
    (text) => text.includes("hook forward") && text.includes("hook input"),
    () => false,
  );
}

/** Takes the table away; one that is not there is what was wanted. */
export async function dropFirewall(bridge: string): Promise<void> {
  if (await firewallLoaded(bridge))
    await run("nft", ["delete", "table", "inet", tableName(bridge)]);
}

/** Bridges that have a table and are not there, of those of this form: the table of one that is about to be is made first. */
export async function fencesAroundNothing(form: RegExp): Promise<string[]> {
  const tables = await run("nft", ["list", "tables"]);
  const links = await readdir("/sys/class/net");
  const fenced = new Set(links.map(tableName));
  return [...tables.matchAll(/^table inet (atelier_\S+)$/gm)]
    .filter(([, table = ""]) => !fenced.has(table))
    .map(([, table = ""]) => table.replace("atelier_", "").replaceAll("_", "-"))
    .filter((bridge) => form.test(bridge));
}
