import type { Migration } from "kysely";
import * as classes from "./001-classes.ts";
import * as observations from "./002-observations.ts";
import * as help from "./003-help.ts";
import * as noChecks from "./004-no-checks.ts";
import * as recordings from "./005-recordings.ts";

/** Every migration, in order, forward only. One that was released is never changed: what it forgot, the next one does. */
export const MIGRATIONS: Record<string, Migration> = {
  "001-classes": classes,
  "002-observations": observations,
  "003-help": help,
  "004-no-checks": noChecks,
  "005-recordings": recordings,
};
