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

/** Runs a script of the course as root in a lab, for at most `seconds`. */
export async function runScript(
  client: LxdClient,
  lab: string,
  script: string,
  seconds: number,
): Promise<ExecResult> {
  const command = ["timeout", "--kill-after=1", String(seconds), "bash", "-c", script];
  return await exec(client, lab, command, {
    environment: ENVIRONMENT,
    cwd: "/root",
    timeout: (seconds + 5) * 1000,
  });
}

/** The last line that says something; empty when none does. */
export function lastLine(output: string): string {
  return output.trimEnd().split("\n").at(-1)?.trim() ?? "";
}
