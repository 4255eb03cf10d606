/** What a machine has left for labs, in bytes, and its cores. */
export interface Resources {
  memory: number;
  disk: number;
  cores: number;
}

const MIB = 2 ** 20;

/**
 * What one lab takes, measured: at rest 17 MB; while its student works with LXD, Docker and LXC 163 MB. Its disk
 * is what lessons write over the shared image. One core carries some ten students who type and wait.
 */
const LAB_WORKING = 192 * MIB;
const LAB_DISK = 1024 * MIB;
const LABS_PER_CORE = 10;

/** Kept for the system, LXD and the server. */
const SYSTEM_MEMORY = 1024 * MIB;

/** How many labs fit, and what limits it, in French. @param running labs whose share is taken already. */
export function capacity(
  { memory, disk, cores }: Resources,
  running = 0,
): { labs: number; limit: string } {
  const limits: [number, string][] = [
    [running + Math.floor((memory - SYSTEM_MEMORY) / LAB_WORKING), "la mémoire"],
    [running + Math.floor(disk / LAB_DISK), "le disque"],
    [cores * LABS_PER_CORE, "les processeurs"],
  ];
  const [labs, limit] = limits.reduce((least, next) => (next[0] < least[0] ? next : least));
  return { labs: Math.max(0, labs), limit };
}

/** Below this a lab more would hurt those that are there (bytes). */
const LEAST_MEMORY = 512 * MIB;
const LEAST_DISK = 1024 * MIB;
/** Processes that wait for each core, on the average of a minute. */
const MOST_LOAD = 16;

/** Why a lab more would hurt, a French sentence; `undefined` when it would not. */
export function pressure({ memory, disk, cores }: Resources, load: number): string | undefined {
  if (memory < LEAST_MEMORY + LAB_WORKING)
    return "La machine des labs n’a presque plus de mémoire\u00a0: réessayez quand un lab aura pris fin.";
  if (disk < LEAST_DISK)
    return "Le stockage des labs est presque plein\u00a0: réessayez quand un lab aura pris fin.";
  if (load > cores * MOST_LOAD)
    return "La machine des labs est surchargée\u00a0: réessayez dans une minute.";
  return undefined;
}
