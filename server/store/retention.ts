import { eraseOldClasses } from "./classes.ts";
import type { Store } from "./store.ts";

/** What a look at the clock erased. */
export interface Erased {
  /** Names of classes. */
  classes: string[];
  backups: number;
}

/** Erases what is older than it may be kept: classes with all that is theirs, and copies of the database. */
export async function eraseOverdue(store: Store, now: number): Promise<Erased> {
  return {
    classes: await eraseOldClasses(store.db, now),
    backups: await store.dropOldBackups(now),
  };
}
