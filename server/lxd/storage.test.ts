import { describe, expect, it } from "vitest";
import { poolPath } from "./simpleQuotas.ts";
import { NoSpace, poolSize } from "./storage.ts";

const GIB = 2 ** 30;

describe("poolSize", () => {
  it("takes half of what is free, a hundred gibibytes at most", () => {
    expect(poolSize(40 * GIB)).toBe(20 * GIB);
    expect(poolSize(4000 * GIB)).toBe(100 * GIB);
  });
  it("refuses a disk that is too full", () => {
    expect(() => poolSize(10 * GIB)).toThrow(NoSpace);
    expect(() => poolSize(10 * GIB)).toThrow("10 Gio libres, il en faut 16");
  });
});

describe("poolPath", () => {
  it("is beside the loop file's folder, in the daemon's mount namespace", () => {
    expect(poolPath(42, "/srv/atelier/lxd/disks/atelier.img")).toBe(
      "/proc/42/root/srv/atelier/lxd/storage-pools/atelier",
    );
  });
});
