import { spawn, type ChildProcess } from "node:child_process";

/** An external command that could not be started, or that failed. `stderr` is its last lines. */
export class CommandError extends Error {
  readonly command: string;
  readonly status: number | null;
  readonly stderr: string;
  constructor(command: string, status: number | null, stderr: string) {
    super(`${command} : ${stderr || `statut ${status}`}`);
    this.name = "CommandError";
    this.command = command;
    this.status = status;
    this.stderr = stderr;
  }
}

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Written to the command's standard input. */
  input?: string;
  /** Runs it as somebody else; needs root. */
  user?: { uid: number; gid: number };
  /** Called with each line that the command prints, on either channel. */
  onLine?: (line: string) => void;
}

/** How much of a failing command's stderr is kept for the message (characters). */
const STDERR_KEPT = 2000;

/** Commands that run; none of them may outlive us, half-way through its work. */
const running = new Set<ChildProcess>();
process.on("exit", () => running.forEach((child) => child.kill()));

/**
 * Runs one external command to its end and returns what it wrote to stdout.
 * @throws {CommandError} when it is missing, killed, or its status is not 0.
 */
export function run(
  command: string,
  args: string[],
  { cwd, env, input, user, onLine }: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, LC_ALL: "C.UTF-8", ...env },
      ...user,
    });
    running.add(child);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (onLine) lines(text, onLine);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-STDERR_KEPT);
      if (onLine) lines(text, onLine);
    });
    child.on("error", (error) => reject(new CommandError(command, null, error.message)));
    child.on("close", (status) => {
      running.delete(child);
      if (status === 0) resolve(stdout);
      else reject(new CommandError(command, status, stderr.trim()));
    });
    // A command that does not read its input is no fault of ours.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
  });
}

/** Whether a command of this name is on the PATH. */
export async function hasCommand(name: string): Promise<boolean> {
  return run("sh", ["-c", `command -v "$0" > /dev/null`, name]).then(
    () => true,
    () => false,
  );
}

function lines(text: string, onLine: (line: string) => void): void {
  for (const line of text.split("\n")) if (line.trim()) onLine(line.trim());
}
