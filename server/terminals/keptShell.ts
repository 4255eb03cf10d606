import { type Lines, NoLine } from "../lxd/lines/lines.ts";
import type { Shell, ShellEvents } from "../lxd/shell.ts";
import { AS_STUDENT, type Place, studentShell } from "./studentShell.ts";

/** Where a terminal's shell is, and where its stream stands. */
export interface KeptPlace extends Place {
  /** Offset of the first byte of a new shell. */
  offset: number;
  /** Offset up to which the shell's bytes came; `undefined` when this server never had it. */
  resume: number | undefined;
}

/** Opens the student's shell under a keeper that outlives us, or finds the one that is there again. */
export type OpenKept = (place: KeptPlace, events: ShellEvents) => Promise<Shell>;

/** Shells over their labs' lines, and another way to those of labs that have none. */
export function lineShells(lines: Lines, otherwise: OpenKept): OpenKept {
  const without = new Set<string>();
  return async (place, events) => {
    const { name, offset, resume } = place;
    if (without.has(place.instance)) return await otherwise(place, events);
    try {
      const shell = studentShell(place);
      return await lines.open({ ...shell, name, offset, resume, enter: AS_STUDENT }, events);
    } catch (error) {
      if (!(error instanceof NoLine)) throw error;
      without.add(place.instance);
      return await otherwise(place, events);
    }
  };
}
