import { describe, expect, it } from "vitest";
import type { MachineFacts } from "../server/lxd/find.ts";
import { chooseIncus } from "./incusSource.ts";
import { plannedPackages } from "./unpackedIncus.ts";

const socket = { path: "/var/lib/incus/unix.socket", kind: "incus", answer: "yes" } as const;
const bare: MachineFacts = {
  hasPrivate: false,
  sockets: [{ ...socket, answer: "no" }],
  distribution: ["debian"],
  systemd: false,
  root: true,
};

describe("chooseIncus", () => {
  it("takes the one that answers, whatever apt has", () => {
    const facts = { ...bare, root: false, sockets: [socket] };
    expect(chooseIncus(facts, true)).toEqual({ from: "system", socket: socket.path });
  });
  it("takes no other daemon for one", () => {
    const lxd = { ...socket, kind: "lxd" } as const;
    expect(chooseIncus({ ...bare, sockets: [lxd] }, true)).toEqual({ from: "packages" });
  });
  it("says why there is none", () => {
    expect(chooseIncus(bare, false)).toMatchObject({ why: expect.stringContaining("incus-base") });
    expect(chooseIncus({ ...bare, root: false }, true)).toMatchObject({
      why: expect.stringContaining("root"),
    });
  });
});

describe("plannedPackages", () => {
  it("reads versions out of apt’s plan, of new packages and of renewed ones", () => {
    const plan = `Reading package lists...
Inst libcowsql0 (1.15.8-1~bpo12+1 Debian Backports:oldstable-backports [amd64])
Inst attr [1:2.5.0-1] (1:2.5.1-4 Debian:12.15/oldstable [amd64])
Conf libcowsql0 (1.15.8-1~bpo12+1 Debian Backports:oldstable-backports [amd64])`;
    expect(plannedPackages(plan)).toEqual(["libcowsql0=1.15.8-1~bpo12+1", "attr=1:2.5.1-4"]);
  });
});
