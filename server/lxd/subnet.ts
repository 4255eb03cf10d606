import { createHash } from "node:crypto";

/** Longest name of a network interface on Linux. */
const INTERFACE_NAME_MAX = 15;

/** Networks of labs are /24s of 10.64.0.0/10, which routers and clouds seldom hand out. */
const BASE = (10 << 24) | (64 << 16);
const SUBNETS = 1 << 14;

/**
 * The bridge's name: readable, and another one for each project in each data folder, so that two ateliers
 * live side by side even while one of them is stopped.
 */
export function bridgeName(project: string, dataDir: string): string {
  const tail = `-${digest(`${project}\n${dataDir}`).toString("hex").slice(0, 4)}`;
  return project.slice(0, INTERFACE_NAME_MAX - tail.length).replace(/-+$/, "") + tail;
}

/**
 * A bridge address such as `10.83.7.1/24`, free of all the routes that the host has.
 * `taken` are CIDRs; `seed` makes the same atelier try the same subnets first.
 * @throws {Error} when every candidate is taken.
 */
export function chooseSubnet(taken: string[], seed: string): string {
  const start = digest(seed).readUInt16BE(0) % SUBNETS;
  for (let step = 0; step < SUBNETS; step++) {
    const network = BASE + ((start + step) % SUBNETS) * 256;
    const cidr = `${dotted(network)}/24`;
    if (!taken.some((other) => overlaps(cidr, other))) return `${dotted(network + 1)}/24`;
  }
  throw new Error("tous les sous-réseaux de 10.64.0.0/10 sont pris");
}

/** Whether two IPv4 CIDRs share an address; a bare address is a /32. */
export function overlaps(a: string, b: string): boolean {
  const [first, second] = [parse(a), parse(b)];
  const bits = Math.min(first.bits, second.bits);
  // A default route overlaps with everything, and stands in nobody's way.
  if (bits === 0) return false;
  const shift = 2 ** (32 - bits);
  return Math.floor(first.address / shift) === Math.floor(second.address / shift);
}

function parse(cidr: string): { address: number; bits: number } {
  const [address = "", bits = "32"] = cidr.split("/");
  const number = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { address: number, bits: Number(bits) };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
