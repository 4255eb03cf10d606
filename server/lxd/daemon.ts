import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LxdClient } from "./client.ts";
import { run } from "./command.ts";
import {
  daemonPaths,
  type DaemonPaths,
  writeContainerFiles,
  writeDaemonFiles,
} from "./daemonFiles.ts";
import { type DaemonProgram, LXD } from "./daemonProgram.ts";
import { ensureLxcfs, LXCFS_PATH, stopLxcfs } from "./lxcfs.ts";
import { endNameServers } from "./nameServers.ts";
import { waitFor } from "./waitFor.ts";

/** How long the daemon may take to answer after its start, with many labs to take up again (ms). */
const READY_TIMEOUT = 60_000;

/** How long it may take to stop, every lab being asked to end first (ms). */
const STOP_TIMEOUT = 90_000;

/** How long one of an earlier run may take to end, its labs going on (ms). */
const RETIRE_TIMEOUT = 20_000;

/** Pause before a daemon that died is started again (ms). */
const RESTART_PAUSE = 500;

/** A daemon of the project's own. */
export interface PrivateDaemon {
  socket: string;
  /** Stops its labs, then the daemon and its lxcfs. */
  stop(): Promise<void>;
}

/**
 * In a mount namespace of its own, the daemon sees its own ranges of ids and its own lxcfs, then takes the
 * shell's place. Arguments: file of ids, folder of lxcfs, the daemon's program.
 */
const LAUNCH = `
mount --bind "$1" /etc/subuid
mount --bind "$1" /etc/subgid
[ "$2" = ${LXCFS_PATH} ] || mount --bind "$2" ${LXCFS_PATH}
exec "$3"`;

/**
 * Starts the private daemon of this data folder. While we live it is started again when it dies; when we die it
 * is told to end, and its labs go on: the next daemon finds them running. The caller holds the folder's lock.
 * `note` gets a French sentence about anything unusual.
 */
export async function startPrivateDaemon(
  dataDir: string,
  note: (text: string) => void,
  program: DaemonProgram = LXD,
): Promise<PrivateDaemon> {
  const paths = daemonPaths(dataDir);
  await writeDaemonFiles(dataDir, paths);
  if (await retire(paths, program))
    note("Un lancement précédent s’est mal terminé\u00a0: ses labs sont repris.");
  const lxcfs = await ensureLxcfs(paths.lxcfs);
  await writeContainerFiles(paths, lxcfs);
  let stopping = false;

  const start = async () => {
    // It starts all of them anew, and could not where it did not note one before it was killed.
    await endNameServers(join(paths.lxd, "networks"));
    const child = launch(program, paths, lxcfs);
    const exit = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
    await writeFile(paths.pid, String(child.pid));
    const ready = await Promise.race([
      waitFor(() => answers(paths.socket), { timeout: READY_TIMEOUT }),
      exit.then(() => false),
    ]);
    if (!ready) throw new Error(`LXD ne répond pas\u202f; son journal est ${paths.log}`);
    void exit.then(([status, signal]) => again(signal ?? status));
  };
  const again = async (cause: string | number | null) => {
    if (stopping) return;
    note(`LXD s’est arrêté (${cause})\u00a0: il est relancé.`);
    await sleep(RESTART_PAUSE);
    if (stopping) return;
    await start().catch((error: Error) => again(error.message));
  };
  await start();

  return {
    socket: paths.socket,
    async stop() {
      stopping = true;
      await shutDown(paths, program);
    },
  };
}

/** Sees to the end of a daemon that outlived its atelier; false when there is none. Its labs go on. */
async function retire(paths: DaemonPaths, { command }: DaemonProgram): Promise<boolean> {
  const pid = Number(await readFile(paths.pid, "utf8").catch(() => "0"));
  const alive = async () =>
    (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")).trim() === basename(command);
  if (pid < 2 || !(await alive())) return false;
  // It was told so when its parent died, and ignores a second time.
  process.kill(pid, "SIGTERM");
  const gone = () => alive().then((living) => !living);
  if (!(await waitFor(gone, { timeout: RETIRE_TIMEOUT }))) process.kill(pid, "SIGKILL");
  return true;
}

/** Stops the private daemon of this data folder, if it runs, and its lxcfs. */
export async function shutDown(paths: DaemonPaths, program: DaemonProgram = LXD): Promise<void> {
  const [command, ...args] = program.shutdown;
  if (await answers(paths.socket))
    await run(command, [...args, "--timeout", String(STOP_TIMEOUT / 1000)], {
      env: { ...program.env, [program.directory]: paths.lxd },
    });
  await rm(paths.pid, { force: true });
  await stopLxcfs(paths.lxcfs);
}

/**
 * LXD asks the Internet for its list of instance types at each start: a proxy that nobody serves (the discard
 * port) answers for it at once. Our daemon needs nothing from outside.
 */
const NO_INTERNET = Object.fromEntries(
  ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].map((name) => [
    name,
    "http://127.0.0.1:9",
  ]),
);

function launch(program: DaemonProgram, paths: DaemonPaths, lxcfs: string): ChildProcess {
  const log = openSync(paths.log, "a");
  const ours = ["sh", paths.subid, lxcfs, program.command];
  const namespace = ["unshare", "-m", "sh", "-euc", LAUNCH, ...ours];
  // Its own session: a Ctrl-C of the terminal is for us, and we then stop it in good order.
  const child = spawn("setpriv", ["--pdeathsig", "TERM", ...namespace], {
    detached: true,
    stdio: ["ignore", log, log],
    env: {
      ...process.env,
      ...NO_INTERNET,
      ...program.env,
      [program.directory]: paths.lxd,
      [program.template]: paths.template,
    },
  });
  closeSync(log);
  return child;
}

async function answers(socket: string): Promise<boolean> {
  if (!existsSync(socket)) return false;
  const client = new LxdClient({ type: "unix", path: socket });
  return client.request("GET", "/1.0", { timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}
