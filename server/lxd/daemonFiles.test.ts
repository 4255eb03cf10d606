import { describe, expect, it } from "vitest";
import { daemonPaths, idRange, lxcfsMounts } from "./daemonFiles.ts";

describe("daemonPaths", () => {
  it("keeps LXD in the data folder", () => {
    expect(daemonPaths("/srv/atelier").socket).toBe("/srv/atelier/lxd/unix.socket");
  });
  it("takes a short folder where the path is too long for a socket, always the same", () => {
    const long = `/srv/${"bien-long/".repeat(12)}atelier`;
    const { lxd, log } = daemonPaths(long);
    expect(lxd).toMatch(/^\/var\/lib\/atelier-[0-9a-f]{8}$/);
    expect(log).toBe(`${long}/lxd.log`);
    expect(daemonPaths(long).lxd).toBe(lxd);
    expect(daemonPaths(`${long}2`).lxd).not.toBe(lxd);
  });
});

describe("idRange", () => {
  it("is a line of subuid(5) that ends under 2³¹ and fits 300 labs", () => {
    for (const folder of ["/a", "/b", "/c/d", "/srv/atelier"]) {
      const [user, first, count] = idRange(folder).trim().split(":");
      expect(user).toBe("root");
      expect(Number(first)).toBeGreaterThanOrEqual(200_000_000);
      expect(Number(first) + Number(count)).toBeLessThan(2 ** 31);
      expect(Number(count) / 131_072).toBeGreaterThan(300);
    }
  });
});

describe("lxcfsMounts", () => {
  it("lays lxcfs over what a container has of its kernel's, and passes it on", () => {
    expect(lxcfsMounts(["meminfo"]).split("\n")).toEqual([
      "lxc.mount.entry = /var/lib/lxcfs/proc/meminfo proc/meminfo none bind,optional 0 0",
      "lxc.mount.entry = /var/lib/lxcfs/sys/devices/system/cpu sys/devices/system/cpu none bind,optional 0 0",
      "lxc.mount.entry = /var/lib/lxcfs var/lib/lxcfs none bind,optional 0 0",
      "",
    ]);
  });
});
