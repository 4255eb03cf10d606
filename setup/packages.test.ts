import { describe, expect, it } from "vitest";
import { packagesFor, stillMissing } from "./packages.ts";

describe("packagesFor", () => {
  it("asks for LXD only where the atelier brings its own", async () => {
    const system = { use: "system", socket: "/x", kind: "lxd" } as const;
    expect(Object.keys(await packagesFor({ use: "private" }))).toContain("lxd");
    expect(Object.keys(await packagesFor(system))).not.toContain("lxd");
  });
  it("asks for Incus without virtual machines where there is such a package, and for its dnsmasq", async () => {
    const choice = { use: "install-incus", socket: "/x" } as const;
    const noble = Object.keys(await packagesFor(choice, async () => false));
    const newer = Object.keys(await packagesFor(choice, async (name) => name === "incus-base"));
    expect(noble).toEqual(expect.arrayContaining(["incus", "dnsmasq-base"]));
    expect(newer).toEqual(expect.arrayContaining(["incus-base", "dnsmasq-base"]));
    expect(newer).not.toContain("incus");
  });
  it("says of each what it is for", async () => {
    for (const why of Object.values(await packagesFor({ use: "private" })))
      expect(why).toMatch(/\S{3}/);
  });
});

describe("stillMissing", () => {
  it("counts a package that was removed, or that dpkg does not know", () => {
    const dpkg = "lxd installed\nlxcfs config-files\nnftables installed\n";
    expect(stillMissing(["lxd", "lxcfs", "nftables", "zstd"], dpkg)).toEqual(["lxcfs", "zstd"]);
  });
});
