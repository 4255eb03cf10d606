import type { Shell, ShellEvents } from "../lxd/shell.ts";
import type { Place } from "./studentShell.ts";

/** Where a terminal's shell is, and where its stream stands. */
export interface KeptPlace extends Place {
  /** Offset of the first byte of a new shell. */
  offset: number;
  /** Offset up to which the shell's bytes came; `undefined` when this server never had it. */
  resume: number | undefined;
}

/** Opens the student's shell under a keeper that outlives us, or finds the one that is there again. */
export type OpenKept = (place: KeptPlace, events: ShellEvents) => Promise<Shell>;
