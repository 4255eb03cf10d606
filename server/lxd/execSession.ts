import type { ClientOptions, WebSocket } from "ws";
import type { LxdClient } from "./client.ts";

/** What LXD is asked to run, as its API has it. */
export interface ExecRequest extends Record<string, unknown> {
  command: string[];
  /** With a terminal: then `0` is all that it reads and writes, and there are no `1` and `2`. */
  interactive: boolean;
}

/** The sockets of a command: its standard input, output and errors, and what commands the command. */
export type ExecSocket = "0" | "1" | "2" | "control";

/** A command that LXD runs as soon as its sockets are connected. */
export interface ExecSession {
  /** Path of its operation, which tells its exit status. */
  operation: string;
  open(socket: ExecSocket, options?: ClientOptions): WebSocket;
}

interface ExecOperation {
  id: string;
  metadata: { fds: Record<string, string> };
}

/**
 * Asks for a command with sockets. Who does not open all of them leaves an operation behind that waits for them.
 * @throws {LxdError} {LxdUnreachable}
 * @see https://documentation.ubuntu.com/lxd/latest/instance-exec/
 */
export async function beginExec(
  client: LxdClient,
  instance: string,
  request: ExecRequest,
): Promise<ExecSession> {
  const { metadata, operation } = await client.request<ExecOperation>(
    "POST",
    `/1.0/instances/${instance}/exec`,
    { body: { ...request, "wait-for-websocket": true } },
  );
  const path = operation ?? `/1.0/operations/${metadata.id}`;
  const { fds } = metadata.metadata;
  return {
    operation: path,
    open: (socket, options) =>
      client.websocket(`${path}/websocket`, { secret: fds[socket] ?? "" }, options),
  };
}

/** Sends the command of a session a signal, if it can be told. */
export function sendSignal(control: WebSocket, signal: number): void {
  if (control.readyState === control.OPEN)
    control.send(JSON.stringify({ command: "signal", signal }));
}
