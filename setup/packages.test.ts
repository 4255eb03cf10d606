import { describe, expect, it } from "vitest";
import { packagesFor, stillMissing } from "./packages.ts";

describe("packagesFor", () => {
  it("asks for LXD only where the atelier brings its own", () => {
    const system = { use: "system", socket: "/x", kind: "lxd" } as const;
    expect(Object.keys(packagesFor({ use: "private" }))).toContain("lxd");
    expect(Object.keys(packagesFor(system))).not.toContain("lxd");
    expect(Object.keys(packagesFor({ use: "install-incus", socket: "/x" }))).toContain("incus");
  });
  it("says of each what it is for", () => {
    for (const why of Object.values(packagesFor({ use: "private" }))) expect(why).toMatch(/\S{3}/);
  });
});

describe("stillMissing", () => {
  it("counts a package that was removed, or that dpkg does not know", () => {
    const dpkg = "lxd installed\nlxcfs config-files\nnftables installed\n";
    expect(stillMissing(["lxd", "lxcfs", "nftables", "zstd"], dpkg)).toEqual(["lxcfs", "zstd"]);
  });
});
