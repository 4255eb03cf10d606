import type { MachineFacts } from "../server/lxd/find.ts";

/** Where an Incus can be had, for what is tried on it besides LXD. */
export type IncusSource =
  | { from: "system"; socket: string }
  /** The distribution's packages, unpacked in a folder of ours. */
  | { from: "packages" }
  /** French. */
  | { from: "nowhere"; why: string };

/**
 * Chooses an Incus: the system's, else one unpacked from apt's packages.
 * @param known whether apt has the package `incus-base` to give.
 */
export function chooseIncus(facts: MachineFacts, known: boolean): IncusSource {
  const open = facts.sockets.find(({ kind, answer }) => kind === "incus" && answer === "yes");
  if (open) return { from: "system", socket: open.path };
  if (!known) return { from: "nowhere", why: "apt n’a pas de paquet incus-base ici" };
  if (!facts.root) return { from: "nowhere", why: "il faut être root pour lancer son démon" };
  return { from: "packages" };
}
