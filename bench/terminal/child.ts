import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** How long a gateway may take to listen, and to stop (ms). */
const START_PATIENCE = 20_000;
const STOP_PATIENCE = 5_000;
/** How much of what it said is kept for the message when it dies (characters). */
const SAID_KEPT = 500;

const running = new Set<ChildProcess>();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** A program that listens on a port of 127.0.0.1, in a process of its own. */
export interface Child {
  pid: number;
  port: number;
  stop(): Promise<void>;
  /** Kills it as an accident would. */
  kill(): Promise<void>;
}

/**
 * Starts a program and waits until it listens.
 * @param command its command line, for the port that it shall take.
 * @param wanted its port; any that is free unless told.
 * @throws with its last words when it does not.
 */
export async function startChild(
  command: (port: number) => [string, ...string[]],
  env: NodeJS.ProcessEnv = {},
  wanted?: number,
): Promise<Child> {
  const port = wanted ?? (await freePort());
  const [file, ...args] = command(port);
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let said = "";
  let end: string | undefined;
  const listen = (text: Buffer) => (said = (said + text.toString()).slice(-SAID_KEPT));
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  child.on("error", (error) => (end = error.message));
  child.on("exit", (status, signal) => {
    end ??= `${file} s’est arrêté (${status ?? signal})\u00a0: ${said.trim()}`;
    running.delete(child);
  });
  const deadline = Date.now() + START_PATIENCE;
  while (!(await listens(port))) {
    if (end !== undefined) throw new Error(end);
    if (Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(
        `${file} n’écoute pas après ${START_PATIENCE / 1000}\u00a0s\u00a0: ${said.trim()}`,
      );
    }
    await delay(20);
  }
  const kill = () => stop(child, "SIGKILL");
  return { pid: child.pid as number, port, stop: () => stop(child), kill };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_PATIENCE);
  await exited;
  clearTimeout(timer);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
