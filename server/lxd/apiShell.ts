import { once } from "node:events";
import type { WebSocket } from "ws";
import type { LxdClient } from "./client.ts";
import { waitCommand } from "./commandEnd.ts";
import { beginExec, type ExecRequest, sendSignal } from "./execSession.ts";
import type { OpenShell, Shell, ShellEvents, ShellOptions } from "./shell.ts";

/** SIGHUP, sent to the command when its terminal is closed. */
const HANG_UP = 1;
/** How long a command may take to answer the hang-up before the sockets are cut (ms). */
const HANG_UP_PATIENCE = 2_000;
/** How long LXD may take to tell the exit status of a command whose terminal ended (ms). */
const STATUS_PATIENCE = 5_000;

/** Shells over LXD's own exec WebSocket: fastest, and least memory. */
export function apiShells(client: LxdClient): OpenShell {
  return async (options, events) => {
    const session = await beginExec(client, options.instance, execRequest(options));
    const data = session.open("0");
    const control = session.open("control");
    const shell = new ApiShell(client, session.operation, data, control, events);
    try {
      await Promise.all([once(data, "open"), once(control, "open")]);
    } catch (error) {
      // Refused, it must not be said to be lost besides: it would be looked for, and found, by nobody.
      shell.abandon();
      throw error;
    }
    return shell;
  };
}

function execRequest(options: ShellOptions): ExecRequest {
  const { command, environment, user, group, cwd, cols, rows } = options;
  return {
    command,
    environment,
    user,
    group,
    cwd,
    width: cols,
    height: rows,
    interactive: true,
  };
}

class ApiShell implements Shell {
  readonly #client: LxdClient;
  readonly #operation: string;
  readonly #data: WebSocket;
  readonly #control: WebSocket;
  readonly #ended = Promise.withResolvers<void>();
  #abandoned = false;

  constructor(
    client: LxdClient,
    operation: string,
    data: WebSocket,
    control: WebSocket,
    events: ShellEvents,
  ) {
    this.#client = client;
    this.#operation = operation;
    this.#data = data;
    this.#control = control;
    let finished = false;
    const finish = async (lost: boolean) => {
      if (finished) return;
      finished = true;
      // After the barrier we close: an operation whose data socket stays open runs for ever.
      data.close();
      control.close();
      const code = lost ? -1 : await this.#exitStatus();
      this.#ended.resolve();
      // The sockets of one that is being opened fail a moment before it is given up.
      setImmediate(() => {
        if (!this.#abandoned) events.exit({ code, lost: code === -1 });
      });
    };
    data.on("message", (chunk: Buffer, isBinary) => {
      // An empty text frame is LXD's barrier: the command has ended and all its output was sent.
      if (isBinary) events.data(chunk);
      else void finish(false);
    });
    data.on("close", () => void finish(true));
    data.on("error", () => void finish(true));
    // The data socket tells the end; an error here alone must not bring the server down.
    control.on("error", () => data.close());
  }

  /** Lets go of a shell of which not all sockets opened; nobody is told of its end. */
  abandon(): void {
    this.#abandoned = true;
    this.#data.terminate();
    this.#control.terminate();
  }

  write(data: Buffer): void {
    if (this.#data.readyState === this.#data.OPEN) this.#data.send(data, { binary: true });
  }

  get pendingInput(): number {
    return this.#data.bufferedAmount;
  }

  resize(cols: number, rows: number): void {
    if (this.#control.readyState !== this.#control.OPEN) return;
    const args = { width: String(cols), height: String(rows) };
    this.#control.send(JSON.stringify({ command: "window-resize", args }));
  }

  pause(): void {
    this.#data.pause();
  }

  resume(): void {
    this.#data.resume();
  }

  async close(): Promise<void> {
    this.resume();
    sendSignal(this.#control, HANG_UP);
    const timer = setTimeout(() => this.#data.terminate(), HANG_UP_PATIENCE);
    await this.#ended.promise;
    clearTimeout(timer);
  }

  async #exitStatus(): Promise<number> {
    try {
      const operation = await waitCommand(this.#client, this.#operation, STATUS_PATIENCE);
      return operation.metadata?.return ?? -1;
    } catch {
      // The daemon or the instance went away together with the shell: lost, whatever its status was.
      return -1;
    }
  }
}
