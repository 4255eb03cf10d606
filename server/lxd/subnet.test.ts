import { describe, expect, it } from "vitest";
import { bridgeName, chooseSubnet, overlaps } from "./subnet.ts";

describe("bridgeName", () => {
  it("fits an interface and ends in no dash", () => {
    for (const project of ["a", "atelier", "un-projet-au-nom-bien-trop-long"]) {
      const name = bridgeName(project, "/srv/atelier");
      expect(name.length).toBeLessThanOrEqual(15);
      expect(name).toMatch(/^[a-z][a-z0-9-]*[a-z0-9]-[0-9a-f]{4}$|^a-[0-9a-f]{4}$/);
    }
  });
  it("differs between projects and between data folders, and is the same tomorrow", () => {
    const names = [
      bridgeName("atelier", "/a"),
      bridgeName("atelier", "/b"),
      bridgeName("essai", "/a"),
      bridgeName("atelier", "/a"),
    ];
    expect(new Set(names).size).toBe(3);
  });
});

describe("overlaps", () => {
  it.each([
    ["10.64.1.1/24", "10.64.1.128/25", true],
    ["10.64.1.1/24", "10.64.1.7", true],
    ["10.64.1.0/24", "10.0.0.0/8", true],
    ["10.64.1.0/24", "10.64.2.0/24", false],
    ["192.168.0.0/16", "10.64.2.0/24", false],
    ["10.64.1.0/24", "0.0.0.0/0", false],
  ])("%s and %s: %s", (a, b, expected) => {
    expect(overlaps(a, b)).toBe(expected);
    expect(overlaps(b, a)).toBe(expected);
  });
});

describe("chooseSubnet", () => {
  it("gives the first address of a /24 of 10.64.0.0/10", () => {
    const address = chooseSubnet([], "atelier-1");
    expect(address).toMatch(/^10\.\d+\.\d+\.1\/24$/);
    expect(overlaps(address, "10.64.0.0/10")).toBe(true);
  });
  it("tries the same first, and the next when that is taken", () => {
    const first = chooseSubnet([], "atelier-1");
    const second = chooseSubnet([first], "atelier-1");
    expect(chooseSubnet([], "atelier-1")).toBe(first);
    expect(overlaps(first, second)).toBe(false);
  });
  it("gives up when all is taken", () => {
    expect(() => chooseSubnet(["10.0.0.0/8"], "atelier-1")).toThrow("pris");
  });
});
