import { describe, expect, it } from "vitest";
import { labProfile } from "./profile.ts";

const shape = {
  pool: "p",
  network: "n",
  memory: "1GiB",
  cpu: 2,
  disk: "6GiB",
  isolated: true,
};

describe("labProfile", () => {
  const { config, devices } = labProfile(shape);

  it("bounds a lab, and never makes it privileged", () => {
    expect(config).toMatchObject({ "limits.memory": "1GiB", "limits.processes": "800" });
    expect(config["security.privileged"]).toBeUndefined();
    expect(devices["root"]).toMatchObject({ pool: "p", size: "6GiB" });
  });
  it("keeps labs apart and their addresses true", () => {
    expect(devices["eth0"]).toMatchObject({
      network: "n",
      "security.port_isolation": "true",
      "security.mac_filtering": "true",
      "security.ipv4_filtering": "true",
    });
  });
  it("never lets LXD start a lab before the firewall is there", () => {
    expect(config["boot.autostart"]).toBe("false");
  });
  it("gives ids of its own to each lab only where there are enough", () => {
    expect(config["security.idmap.isolated"]).toBe("true");
    const shared = labProfile({ ...shape, isolated: false }).config;
    expect(Object.keys(shared).filter((key) => key.startsWith("security.idmap"))).toEqual([]);
  });
});
