import type { ShellOptions } from "../lxd/shell.ts";
import type { Size } from "./viewers.ts";

/** Whose shell it is in the lab. */
const STUDENT = "etudiant";
/** Where session keepers have their sockets: a tmpfs that the lab image makes at boot, for the student. */
const SESSIONS = "/run/atelier";

/** Names that a terminal may have. */
export const TERMINAL_NAME = /^[a-z0-9][a-z0-9-]{0,19}$/;

/** Where the shell leaves its exit status, the keeper's own being always 0; empty while it runs. */
export function exitStatusFile(name: string): string {
  return `${SESSIONS}/${name}.exit`;
}

/**
 * The student's login shell under `dtach`, which keeps it when the server or the daemon goes away:
 * the same command finds the same shell again. It starts as root to take the student's groups, which an
 * exec with a uid would leave out. Each process less on the way is a prompt that comes sooner.
 */
export function studentShell(instance: string, name: string, size: Size): ShellOptions {
  const status = exitStatusFile(name);
  const session = `: > ${status}; bash -l; echo $? > ${status}`;
  return {
    instance,
    command: [
      ...["setpriv", `--reuid=${STUDENT}`, `--regid=${STUDENT}`, "--init-groups"],
      ...["dtach", "-A", `${SESSIONS}/${name}.sock`, "-E", "-z", "-r", "winch"],
      ...["sh", "-c", session],
    ],
    environment: {
      HOME: `/home/${STUDENT}`,
      USER: STUDENT,
      LOGNAME: STUDENT,
      SHELL: "/bin/bash",
      LANG: "fr_FR.UTF-8",
      TERM: "xterm-256color",
      COLORTERM: "truecolor",
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    },
    user: 0,
    group: 0,
    cwd: `/home/${STUDENT}`,
    ...size,
  };
}
