import type { LxdKind } from "../protocol.ts";

/** Unix sockets at which a daemon of the system may answer, the first that fits wins. */
export const SYSTEM_SOCKETS: readonly { path: string; kind: LxdKind }[] = [
  { path: "/var/lib/lxd/unix.socket", kind: "lxd" },
  { path: "/var/snap/lxd/common/lxd/unix.socket", kind: "lxd" },
  { path: "/var/lib/incus/unix.socket", kind: "incus" },
];

/** What was found on this machine; nothing here was changed to find it out. */
export interface MachineFacts {
  /** `LXD_URL`, when it is set. */
  url?: string | undefined;
  /** Whether a private daemon lived in this data folder before: its labs are found again there only. */
  hasPrivate: boolean;
  /** In the order of `SYSTEM_SOCKETS`: what trying to speak to each gave. */
  sockets: { path: string; kind: LxdKind; answer: "yes" | "denied" | "no" }[];
  /** `ID` and `ID_LIKE` of os-release. */
  distribution: string[];
  /** Whether systemd is process 1: packages of daemons start them only then. */
  systemd: boolean;
  root: boolean;
}

/** Which daemon the labs will live in. */
export type LxdChoice =
  | { use: "given"; url: string }
  | { use: "system"; socket: string; kind: LxdKind }
  /** The project's own daemon, from the distribution's `lxd` package. */
  | { use: "private" }
  /** The distribution's Incus package: its service answers once it is installed. */
  | { use: "install-incus"; socket: string }
  | { use: "none"; why: "denied"; socket: string }
  | { use: "none"; why: "no-root" | "unknown-distribution" };

/** Chooses a daemon: given, else the one of before, else of the system, else the project's own, else one to install. */
export function chooseLxd(facts: MachineFacts): LxdChoice {
  if (facts.url) return { use: "given", url: facts.url };
  if (facts.hasPrivate) return facts.root ? { use: "private" } : { use: "none", why: "no-root" };

  const open = facts.sockets.find((socket) => socket.answer === "yes");
  if (open) return { use: "system", socket: open.path, kind: open.kind };

  const denied = facts.sockets.find((socket) => socket.answer === "denied");
  if (denied) return { use: "none", why: "denied", socket: denied.path };

  if (!facts.root) return { use: "none", why: "no-root" };
  // Ubuntu comes before Debian: it says that it is like it, and its `lxd` package is a mere snap installer.
  if (facts.distribution.includes("ubuntu"))
    return facts.systemd
      ? { use: "install-incus", socket: "/var/lib/incus/unix.socket" }
      : { use: "none", why: "unknown-distribution" };
  if (facts.distribution.includes("debian")) return { use: "private" };
  return { use: "none", why: "unknown-distribution" };
}
