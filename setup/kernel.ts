import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FOLDER = "/proc/sys/fs/inotify";
/**
 * All labs share these, for the kernel counts them for whoever made their spaces of users. With the usual 128
 * instances the seventh lab dies as it boots; with some thousands one student takes all of them from the others.
 * Beyond a few millions each lab comes to the end of its own memory first, to which they are counted.
 */
const WANTED = { max_user_instances: 2 ** 22, max_user_watches: 2 ** 24 };

/** A limit as it is, and what labs need. */
export interface KernelLimit {
  name: string;
  now: number;
  wanted: number;
}

/** The limits of inotify. */
export async function inotifyLimits(): Promise<KernelLimit[]> {
  return await Promise.all(
    Object.entries(WANTED).map(async ([name, wanted]) => {
      const now = Number(await readFile(join(FOLDER, name), "utf8"));
      return { name: `fs.inotify.${name}`, now, wanted };
    }),
  );
}

/** Raises limits that are lower than labs need, and says so. Needs root; lasts until the next boot. */
export async function raiseInotify(note: (text: string) => void): Promise<void> {
  for (const { name, now, wanted } of await inotifyLimits()) {
    if (now >= wanted) continue;
    try {
      await writeFile(join("/proc/sys", ...name.split(".")), String(wanted));
    } catch {
      // In a container /proc/sys may be read-only: the first labs run all the same.
      note(`${name} reste à ${now}\u00a0: peu de labs tourneront à la fois.`);
      continue;
    }
    note(`${name} passe de ${now} à ${wanted}, pour qu’un lab n’en prive pas les autres.`);
  }
}
