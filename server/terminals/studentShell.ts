import type { ShellOptions } from "../lxd/shell.ts";
import type { Size } from "./viewers.ts";

/** Whose shell it is in the lab. */
const STUDENT = "etudiant";

/** Names that a terminal may have. */
export const TERMINAL_NAME = /^[a-z0-9][a-z0-9-]{0,19}$/;

/** Where a terminal's shell runs, and how wide it is. */
export interface Place {
  instance: string;
  name: string;
  size: Size;
}

/**
 * Runs a command with the student's rights. It starts as root to take the student's groups, which an exec with a uid
 * would leave out.
 */
export const AS_STUDENT = ["setpriv", `--reuid=${STUDENT}`, `--regid=${STUDENT}`, "--init-groups"];

/** The student's login shell. Each process less on the way is a prompt that comes sooner. */
export function studentShell({ instance, size }: Place): ShellOptions {
  return {
    instance,
    command: ["bash", "-l"],
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
