import type { LxdClient } from "../lxd/client.ts";
import { exec } from "../lxd/exec.ts";
import type { OpenShell, ShellEnd, ShellEvents, ShellOptions } from "../lxd/shell.ts";
import { KeeperNoise } from "./keeperNoise.ts";
import type { OpenKept } from "./keptShell.ts";
import { AS_STUDENT, type Place, studentShell } from "./studentShell.ts";

/** Where session keepers have their sockets: a tmpfs that the lab image makes at boot, for the student. */
export const SESSIONS = "/run/atelier";

/** Where the shell leaves its exit status, the keeper's own being always 0; empty while it runs. */
function exitStatusFile(name: string): string {
  return `${SESSIONS}/${name}.exit`;
}

/**
 * The student's shell under `dtach`, which keeps it when the server or the daemon goes away: the same command finds
 * the same shell again.
 */
export function dtachShell(place: Place): ShellOptions {
  const status = exitStatusFile(place.name);
  const shell = studentShell(place);
  const session = `: > ${status}; ${shell.command.join(" ")}; echo $? > ${status}`;
  const keeper = ["dtach", "-A", `${SESSIONS}/${place.name}.sock`, "-E", "-z", "-r", "winch"];
  return { ...shell, command: [...AS_STUDENT, ...keeper, "sh", "-c", session] };
}

/** Shells that `dtach` keeps in the lab, over an exec of LXD: the way that every LXD has, near or far. */
export function dtachShells(client: LxdClient, open: OpenShell): OpenKept {
  return async (place, events) => {
    const noise = new KeeperNoise();
    return await open(dtachShell(place), {
      data: (chunk) => {
        const said = noise.push(chunk);
        if (said.length > 0) events.data(said);
      },
      exit: (end) => void tellEnd(client, place, end, events),
    });
  };
}

/** A keeper that was left is no shell that ended: then it is found again. */
async function tellEnd(client: LxdClient, place: Place, end: ShellEnd, events: ShellEvents) {
  const code = end.lost ? undefined : await exitStatus(client, place);
  events.exit(code === undefined ? { code: -1, lost: true } : { code, lost: false });
}

/** Reads what the shell left as it ended; `undefined` when it did not end, only its keeper's client. */
async function exitStatus(client: LxdClient, { instance, name }: Place) {
  try {
    const { code, stdout } = await exec(client, instance, ["cat", exitStatusFile(name)]);
    return code === 0 && stdout.trim() ? Number.parseInt(stdout, 10) : undefined;
  } catch {
    // The lab has gone together with its shell.
    return undefined;
  }
}
