import { describe, expect, it } from "vitest";
import { firewallRules, tableName } from "./firewall.ts";

describe("firewallRules", () => {
  const rules = firewallRules({ bridge: "atelier-1a2b", address: "10.64.1.1" });

  it("replaces the bridge's own table in one transaction, and touches no other", () => {
    expect(rules.match(/^(delete )?table \S+ \S+/gm)).toEqual([
      "table inet atelier_atelier_1a2b",
      "delete table inet atelier_atelier_1a2b",
      "table inet atelier_atelier_1a2b",
    ]);
  });
  it("ends both chains in a reject of all that comes from the bridge", () => {
    const chains = rules.split("chain ").slice(1);
    expect(chains).toHaveLength(2);
    for (const chain of chains) expect(chain).toContain('iifname "atelier-1a2b" counter reject');
  });
  it("opens the bridge's own address only, never the host's others", () => {
    const accepts = rules.split("\n").filter((line) => /dport|icmp/.test(line));
    expect(accepts).toHaveLength(4);
    for (const line of accepts) expect(line).toMatch(/ip daddr (10\.64\.1\.1|\{ 10\.64\.1\.1,)/);
  });
});

describe("tableName", () => {
  it("is an nft identifier", () => {
    expect(tableName("atelier-1a2b")).toMatch(/^[a-z_][a-z0-9_]*$/);
  });
});
