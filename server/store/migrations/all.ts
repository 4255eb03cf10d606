import type { Migration } from "kysely";
import * as classes from "./001-classes.ts";

/** Every migration, in order, forward only. One that was released is never changed: what it forgot, the next one does. */
export const MIGRATIONS: Record<string, Migration> = {
  "001-classes": classes,
};
