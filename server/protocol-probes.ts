/**
 * What a lesson's probe reads of a lab, for its page to draw: `GET /api/labs/:id/probes/:name`. What is read comes
 * out of the student's machine: names and sizes are bounded by the server, and are to be shown as text alone.
 */

/** A line of each shape that a probe may declare. */
export interface Readings {
  durations: MeasuredDuration;
  containers: LiveContainer;
}

/** How long something took on a storage. */
export interface MeasuredDuration {
  /** What was measured, as the lesson calls it: `conteneur`, `instantane`. */
  operation: string;
  /** Name of the storage pool. */
  storage: string;
  /** Its driver: `btrfs`, `dir`. */
  driver: string;
  seconds: number;
}

/** What a process of a machine lives in: of the lab itself, or the first one of a container. */
export interface LiveContainer {
  tool: "host" | "lxc" | "lxd" | "docker";
  name: string;
  /** Inode number of each of its namespaces, by its kind: equal numbers are one namespace. */
  namespaces: Record<string, number>;
  /** Path of its control group, as the lab sees it. */
  cgroup: string;
  /** Limits of that group itself; null where it has none. `memory` in bytes, `cpu` in processors. */
  limits: { processes: number | null; memory: number | null; cpu: number | null };
  /** Type of the file system at its root. */
  root: string;
  /** How many mounts it sees. */
  mounts: number;
}

/** What a probe read: lines of its shape. */
export type ProbeReading = {
  [Shape in keyof Readings]: { shape: Shape; readings: Readings[Shape][] };
}[keyof Readings];
