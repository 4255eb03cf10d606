import { describe, expect, it } from "vitest";
import { firewallRules, tableName } from "./firewall.ts";

describe("firewallRules", () => {
  const rules = firewallRules({ bridge: "atelier-1a2b", address: "10.64.1.1/24", internet: false });

  it("replaces the bridge's own tables in one transaction, and touches no other", () => {
    expect(rules.match(/^(delete )?table \S+ \S+/gm)).toEqual([
      "table inet atelier_atelier_1a2b",
      "delete table inet atelier_atelier_1a2b",
      "table bridge atelier_atelier_1a2b",
      "delete table bridge atelier_atelier_1a2b",
      "table inet atelier_atelier_1a2b",
      "table bridge atelier_atelier_1a2b",
    ]);
  });
  it("ends both chains in a reject of all that comes from the bridge", () => {
    const chains = (rules.split(/^table bridge .* {/m)[0] ?? "").split("chain ").slice(1);
    expect(chains).toHaveLength(2);
    for (const chain of chains) expect(chain).toContain('iifname "atelier-1a2b" counter reject');
  });
  it("takes nothing from a lab for another address of its own network", () => {
    expect(rules).toContain("ip daddr 10.64.1.1/24 ip daddr != 10.64.1.1 counter drop");
  });
  it("opens the bridge's own address only, never the host's others", () => {
    const accepts = rules.split("\n").filter((line) => /dport|icmp/.test(line));
    expect(accepts).toHaveLength(4);
    for (const line of accepts) expect(line).toMatch(/ip daddr (10\.64\.1\.1|\{ 10\.64\.1\.1,)/);
  });
});

describe("firewallRules with a way out", () => {
  const rules = firewallRules({ bridge: "br", address: "10.64.1.1/24", internet: true });
  const forward = (rules.split("chain ")[1] ?? "").split("\n").map((line) => line.trim());
  const at = (line: string) => forward.findIndex((each) => each.startsWith(line));

  it("lets what is not public be reached by nobody, before anything is let out", () => {
    const denied = at('iifname "br" ip daddr {');
    for (const network of ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"])
      expect(forward[denied]).toContain(network);
    expect(forward[denied]).toMatch(/counter reject$/);
    expect(denied).toBeGreaterThan(0);
    expect(denied).toBeLessThan(at('iifname "br" meta nfproto ipv4 accept'));
  });
  it("lets in only answers", () => {
    const into = forward.filter((line) => line.startsWith('oifname "br"'));
    expect(into).toEqual([
      'oifname "br" ct state established,related accept',
      'oifname "br" counter reject',
    ]);
  });
  it("opens nothing more of the host", () => {
    const closed = firewallRules({ bridge: "br", address: "10.64.1.1/24", internet: false });
    expect(rules.split("chain input")[1]).toBe(closed.split("chain input")[1]);
    expect(closed).not.toContain("meta nfproto");
  });
});

describe("tableName", () => {
  it("is an nft identifier", () => {
    expect(tableName("atelier-1a2b")).toMatch(/^[a-z_][a-z0-9_]*$/);
  });
});
