import { describe, expect, it } from "vitest";
import { chooseLxd, SYSTEM_SOCKETS, type MachineFacts } from "./find.ts";

type Answer = "yes" | "denied" | "no";

/** A Debian machine, root, without any daemon; sockets answer in the order of SYSTEM_SOCKETS. */
function machine(changes: Partial<MachineFacts> = {}, ...answers: Answer[]): MachineFacts {
  const sockets = SYSTEM_SOCKETS.map((socket, i) => ({ ...socket, answer: answers[i] ?? "no" }));
  const debian = { distribution: ["debian"], systemd: true, root: true, hasPrivate: false };
  return { ...debian, sockets, ...changes };
}
const ubuntu = { distribution: ["ubuntu", "debian"] };

describe("chooseLxd", () => {
  it.each<[string, MachineFacts, object]>([
    [
      "LXD_URL goes before everything",
      machine({ url: "unix:///x", hasPrivate: true }, "yes"),
      { use: "given", url: "unix:///x" },
    ],
    [
      "labs of before are found where they are",
      machine({ hasPrivate: true }, "yes"),
      { use: "private" },
    ],
    [
      "a private daemon needs root",
      machine({ hasPrivate: true, root: false }),
      { use: "none", why: "no-root" },
    ],
    [
      "the system's LXD",
      machine({}, "yes"),
      { use: "system", socket: "/var/lib/lxd/unix.socket", kind: "lxd" },
    ],
    [
      "the snap's LXD",
      machine(ubuntu, "no", "yes"),
      { use: "system", socket: "/var/snap/lxd/common/lxd/unix.socket", kind: "lxd" },
    ],
    ["LXD goes before Incus", machine({}, "no", "yes", "yes"), { use: "system", kind: "lxd" }],
    ["Incus", machine({}, "no", "no", "yes"), { use: "system", kind: "incus" }],
    [
      "an open Incus goes before a closed LXD",
      machine({}, "denied", "no", "yes"),
      { kind: "incus" },
    ],
    [
      "an LXD that is closed to us",
      machine({ root: false }, "denied"),
      { use: "none", why: "denied", socket: "/var/lib/lxd/unix.socket" },
    ],
    ["a bare Debian", machine(), { use: "private" }],
    ["a bare Debian without systemd", machine({ systemd: false }), { use: "private" }],
    ["a bare Debian, not root", machine({ root: false }), { use: "none", why: "no-root" }],
    ["a bare Ubuntu", machine(ubuntu), { use: "install-incus" }],
    [
      "an Ubuntu whose services nobody starts",
      machine({ ...ubuntu, systemd: false }),
      { use: "none", why: "unknown-distribution" },
    ],
    [
      "another distribution",
      machine({ distribution: ["fedora"] }),
      { use: "none", why: "unknown-distribution" },
    ],
  ])("%s", (_, facts, choice) => {
    expect(chooseLxd(facts)).toMatchObject(choice);
  });
});
