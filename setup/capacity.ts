/** What this machine has for labs, in bytes and cores. */
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

/** How many labs fit, and what limits it, in French. */
export function capacity({ memory, disk, cores }: Resources): { labs: number; limit: string } {
  const limits: [number, string][] = [
    [Math.floor((memory - SYSTEM_MEMORY) / LAB_WORKING), "la mémoire"],
    [Math.floor(disk / LAB_DISK), "le disque"],
    [cores * LABS_PER_CORE, "les processeurs"],
  ];
  const [labs, limit] = limits.reduce((least, next) => (next[0] < least[0] ? next : least));
  return { labs: Math.max(0, labs), limit };
}
