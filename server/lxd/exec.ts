import type { LxdClient } from "./client.ts";
import { type CommandEnd, waitCommand } from "./commandEnd.ts";
import { LxdError, tolerate } from "./errors.ts";

export interface ExecOptions {
  environment?: Record<string, string>;
  /** uid and gid in the instance; 0 unless told. */
  user?: number;
  group?: number;
  cwd?: string;
  /** ms, waited for by us; the command itself must bound its own time. */
  timeout?: number;
}

export interface ExecResult {
  /** Exit status; 127 no such command, 137 killed. */
  code: number;
  stdout: string;
  stderr: string;
}

interface RecordedExec extends CommandEnd {
  output: Record<string, string>;
}

/**
 * Runs a command to its end, output recorded by LXD: an interactive exec may lose the last bytes, this does not.
 * @see https://documentation.ubuntu.com/lxd/latest/instance-exec/
 */
export async function exec(
  client: LxdClient,
  instance: string,
  command: string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const { timeout, ...rest } = options;
  const path = `/1.0/instances/${instance}/exec`;
  const { operation } = await client.request("POST", path, {
    body: { command, "record-output": true, "wait-for-websocket": false, ...rest },
    ...(timeout ? { timeout } : {}),
  });
  if (!operation) throw new LxdError(500, `POST ${path}: pas d’opération en réponse`);
  const { metadata: recorded } = await waitCommand<RecordedExec>(client, operation, timeout);
  const [stdout, stderr] = await Promise.all([
    takeOutput(client, recorded?.output?.["1"]),
    takeOutput(client, recorded?.output?.["2"]),
  ]);
  return { code: recorded?.return ?? -1, stdout, stderr };
}

/** Reads a recorded output and deletes it: LXD would keep it as long as the instance. */
async function takeOutput(client: LxdClient, path: string | undefined): Promise<string> {
  if (!path) return "";
  const content = await client.raw(path);
  // A lab that ends meanwhile takes its records along.
  await tolerate([404], () => client.request("DELETE", path));
  return content.toString("utf8");
}
