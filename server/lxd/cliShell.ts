import type { Writable } from "node:stream";
import { spawn } from "@lydell/node-pty";
import type { LxdKind } from "../protocol.ts";
import type { OpenShell, Shell, ShellOptions } from "./shell.ts";

/** How the `lxc` (or `incus`) command reaches its daemon. */
export interface CliSettings {
  kind: LxdKind;
  project: string;
  /** Directory of the daemon's socket (`LXD_DIR`), for a private daemon; unset: the command's own default. */
  directory?: string;
}

/** Exit status of the `lxc` command when its daemon cannot be reached or the instance is gone. */
const CLI_FAILED = 255;
/** How long a command may take to answer the hang-up before it is killed (ms). */
const HANG_UP_PATIENCE = 2_000;

/** Shells over node-pty and the client command that an instructor already uses. */
export function cliShells(settings: CliSettings): OpenShell {
  return async (options, events) => {
    const { file, args } = commandLine(settings, options);
    const pty = spawn(file, args, {
      name: "xterm-256color",
      cols: options.cols,
      rows: options.rows,
      encoding: null,
      env: { ...process.env, ...(settings.directory ? directoryVariable(settings) : {}) },
    });
    const ended = Promise.withResolvers<void>();
    // With `encoding: null` node-pty gives Buffers, whatever its types say.
    pty.onData((chunk) => events.data(chunk as unknown as Buffer));
    pty.onExit(({ exitCode }) => {
      ended.resolve();
      events.exit({ code: exitCode, lost: exitCode === CLI_FAILED });
    });
    const shell: Shell = {
      // Its socket takes Buffers as they are; only its types insist on text.
      write: (data) => pty.write(data as unknown as string),
      get pendingInput() {
        // node-pty tells nobody how much waits; the stream that it writes to knows.
        return (pty as unknown as { _socket: Writable })._socket.writableLength;
      },
      resize: (cols, rows) => pty.resize(cols, rows),
      pause: () => pty.pause(),
      resume: () => pty.resume(),
      async close() {
        // Output is lost if the command ends while paused, and a kill would leave its child in the instance.
        pty.resume();
        pty.kill("SIGHUP");
        const timer = setTimeout(() => pty.kill("SIGKILL"), HANG_UP_PATIENCE);
        await ended.promise;
        clearTimeout(timer);
      },
    };
    return shell;
  };
}

/** The command that a daemon of this kind comes with. */
export function clientCommand(kind: LxdKind): "incus" | "lxc" {
  return kind === "incus" ? "incus" : "lxc";
}

/** The client's command line: everything that the exec API takes as fields. */
export function commandLine(settings: CliSettings, options: ShellOptions) {
  const environment = Object.entries(options.environment).flatMap(([name, value]) => [
    "--env",
    `${name}=${value}`,
  ]);
  const args = [
    ...["exec", options.instance, "--project", settings.project, "--force-interactive"],
    ...["--user", String(options.user), "--group", String(options.group), "--cwd", options.cwd],
    ...environment,
    "--",
    ...options.command,
  ];
  return { file: clientCommand(settings.kind), args };
}

function directoryVariable({ kind, directory }: CliSettings): Record<string, string> {
  return { [kind === "incus" ? "INCUS_DIR" : "LXD_DIR"]: directory ?? "" };
}
