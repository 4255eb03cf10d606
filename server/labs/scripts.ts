import type { LxdClient } from "../lxd/client.ts";
import { exec, type ExecResult } from "../lxd/exec.ts";

/** `timeout`'s exit status when it had to end the command. */
export const TIMED_OUT = 124;

/** What a script of the course finds around it. */
const ENVIRONMENT = {
  HOME: "/root",
  USER: "root",
  LANG: "C.UTF-8",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
};

/** Longest line that is shown to anybody (characters): whoever is root in a lab can make it say anything. */
const LINE_MAX = 500;

/**
 * Runs a script of the course as root in a lab, for at most `seconds`. @param most of its output that is wanted (bytes);
 * one that writes more is killed.
 */
export async function runScript(
  client: LxdClient,
  lab: string,
  script: string,
  seconds: number,
  most?: number,
): Promise<ExecResult> {
  const command = ["timeout", "--kill-after=1", String(seconds), "bash", "-c", script];
  return await exec(client, lab, command, {
    environment: ENVIRONMENT,
    cwd: "/root",
    timeout: (seconds + 5) * 1000,
    ...(most ? { most } : {}),
  });
}

/** The last line that says something, cut off where it is too long to be read; empty when none does. */
export function lastLine(output: string): string {
  const line = output.trimEnd().split("\n").at(-1)?.trim() ?? "";
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX)}…` : line;
}
