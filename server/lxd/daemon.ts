import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { LxdClient } from "./client.ts";
import { run } from "./command.ts";
import { daemonPaths, writeDaemonFiles, type DaemonPaths } from "./daemonFiles.ts";
import { ensureLxcfs, LXCFS_PATH, stopLxcfs } from "./lxcfs.ts";
import { waitFor } from "./waitFor.ts";

/** How long the daemon may take to answer after its start, with many labs to take up again (ms). */
const READY_TIMEOUT = 60_000;

/** How long it may take to stop, every lab being asked to end first (ms). */
const STOP_TIMEOUT = 90_000;

/** Pause before a daemon that died is started again (ms). */
const RESTART_PAUSE = 500;

/** The project's own LXD. */
export interface PrivateDaemon {
  socket: string;
  /** Whether it was there already, left by a run that ended badly. */
  adopted: boolean;
  /** Stops its labs, then the daemon and its lxcfs. */
  stop(): Promise<void>;
}

/**
 * In a mount namespace of its own, the daemon sees its own ranges of ids and its own lxcfs, then takes the
 * shell's place. Arguments: file of ids, folder of lxcfs.
 */
const LAUNCH = `
mount --bind "$1" /etc/subuid
mount --bind "$1" /etc/subgid
[ "$2" = ${LXCFS_PATH} ] || mount --bind "$2" ${LXCFS_PATH}
exec lxd`;

/**
 * Starts the private daemon of this data folder, or takes up the one that runs. While we live it is started
 * again when it dies; when we die it is told to end, and its labs go on until the next start finds them.
 * `note` gets a French sentence about anything unusual.
 */
export async function startPrivateDaemon(
  dataDir: string,
  note: (text: string) => void,
): Promise<PrivateDaemon> {
  const paths = daemonPaths(dataDir);
  await writeDaemonFiles(dataDir, paths);
  const lxcfs = await ensureLxcfs(paths.lxcfs);
  const adopted = await answers(paths.socket);
  let stopping = false;
  let child: ChildProcess | undefined;

  const start = async () => {
    child = launch(paths, lxcfs);
    child.once("exit", (status, signal) => {
      if (stopping) return;
      note(`LXD s’est arrêté (${signal ?? status}) : il est relancé.`);
      setTimeout(() => {
        if (!stopping) start().catch((error) => note(`LXD n’a pas pu être relancé : ${error}`));
      }, RESTART_PAUSE);
    });
    if (!(await waitFor(() => answers(paths.socket), { timeout: READY_TIMEOUT })))
      throw new Error(`LXD ne répond pas ; son journal est ${paths.log}`);
  };
  if (!adopted) await start();

  return {
    socket: paths.socket,
    adopted,
    async stop() {
      stopping = true;
      await shutDown(paths);
      child?.unref();
    },
  };
}

/** Stops the private daemon of this data folder, if it runs, and its lxcfs. */
export async function shutDown(paths: DaemonPaths): Promise<void> {
  if (await answers(paths.socket))
    await run("lxd", ["shutdown", "--timeout", String(STOP_TIMEOUT / 1000)], {
      env: { LXD_DIR: paths.lxd },
    });
  await stopLxcfs(paths.lxcfs);
}

function launch(paths: DaemonPaths, lxcfs: string): ChildProcess {
  const log = openSync(paths.log, "a");
  const namespace = ["unshare", "-m", "sh", "-euc", LAUNCH, "lxd", paths.subid, lxcfs];
  // Its own session: a Ctrl-C of the terminal is for us, and we then stop it in good order.
  const child = spawn("setpriv", ["--pdeathsig", "TERM", ...namespace], {
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, LXD_DIR: paths.lxd, LXD_LXC_TEMPLATE_CONFIG: paths.template },
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
