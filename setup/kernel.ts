import { readFile, writeFile } from "node:fs/promises";

/** Each lab's systemd takes some of these; with the usual 128 the seventh lab dies as it boots. */
const INOTIFY = "/proc/sys/fs/inotify/max_user_instances";
const INOTIFY_WANTED = 8192;

/** The limit as it is, and whether labs need more. */
export async function inotifyLimit(): Promise<{ now: number; wanted: number }> {
  return { now: Number(await readFile(INOTIFY, "utf8")), wanted: INOTIFY_WANTED };
}

/** Raises the limit when it is lower than labs need, and says so. Needs root; lasts until the next boot. */
export async function raiseInotify(note: (text: string) => void): Promise<void> {
  const { now, wanted } = await inotifyLimit();
  if (now >= wanted) return;
  try {
    await writeFile(INOTIFY, String(wanted));
  } catch {
    // In a container /proc/sys may be read-only: the first labs run all the same.
    return note(
      `fs.inotify.max_user_instances reste à ${now}\u00a0: peu de labs tourneront à la fois.`,
    );
  }
  note(
    `fs.inotify.max_user_instances passe de ${now} à ${wanted}, pour que de nombreux labs tournent.`,
  );
}
