import { createHash } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { LXCFS_PATH } from "./lxcfs.ts";

/** Longest path of a unix socket on Linux, in bytes, its final zero left out (unix(7)). */
const SOCKET_PATH_MAX = 107;

/** Longest file name of a socket that LXD makes in its folder. */
const LONGEST_SOCKET = "/devlxd/sock-of-some-instance";

/** First id given to labs: far above what distributions hand to their users. */
const FIRST_ID = 200_000_000;

/** Ids of one private daemon: 300 labs of 131 072. */
const IDS = 40_000_000;

/** Ranges of that size that fit under 2³¹ */
const RANGES = 40;

/** Where a private daemon keeps what. */
export interface DaemonPaths {
  /** `LXD_DIR`. */
  lxd: string;
  socket: string;
  /** Where lxcfs is mounted, when the system has none. */
  lxcfs: string;
  log: string;
  /** Process id of the daemon that was started last. */
  pid: string;
  /** Files that take the place of the system's in the daemon's own mount namespace. */
  subid: string;
  template: string;
}

/**
 * The paths of a private daemon below a data folder. Where that folder's name is too long for unix sockets,
 * `LXD_DIR` is a short one under /var/lib, the same at each start.
 */
export function daemonPaths(dataDir: string): DaemonPaths {
  const data = resolve(dataDir);
  const wished = join(data, "lxd");
  const fits = Buffer.byteLength(wished + LONGEST_SOCKET) <= SOCKET_PATH_MAX;
  const lxd = fits ? wished : join("/var/lib", `atelier-${fingerprint(data).slice(0, 8)}`);
  return {
    lxd,
    socket: join(lxd, "unix.socket"),
    lxcfs: join(data, "lxcfs"),
    log: join(data, "lxd.log"),
    pid: join(data, "lxd.pid"),
    subid: join(data, "subid"),
    template: join(data, "lxc"),
  };
}

/** The range of ids of this daemon's labs, as a line of subuid(5); two ateliers take two. */
export function idRange(dataDir: string): string {
  const range = Number.parseInt(fingerprint(resolve(dataDir)).slice(0, 6), 16) % RANGES;
  return `root:${FIRST_ID + range * IDS}:${IDS}\n`;
}

/** Writes what the daemon finds in place of the system's own files. */
export async function writeDaemonFiles(dataDir: string, paths: DaemonPaths): Promise<void> {
  await mkdir(paths.lxd, { recursive: true, mode: 0o711 });
  await writeFile(paths.subid, idRange(dataDir));
}

/**
 * Writes what each container includes: where it sees lxcfs instead of its kernel's own files. The system's file does it by
 * a shell script, at some forty processes for each start, and sleeps half a second at each stop in another.
 * @param lxcfs where it is mounted.
 */
export async function writeContainerFiles(paths: DaemonPaths, lxcfs: string): Promise<void> {
  const includes = join(paths.template, "common.conf.d");
  await mkdir(includes, { recursive: true });
  const files = await readdir(join(lxcfs, "proc"));
  await writeFile(join(includes, "00-lxcfs.conf"), lxcfsMounts(files));
}

/** LXC's lines for these files of lxcfs's `proc`. What a container lacks is left out as it starts. */
export function lxcfsMounts(proc: string[]): string {
  const places = proc.map((name) => `proc/${name}`);
  const mounts = [
    ...[...places, "sys/devices/system/cpu"].map((place) => [join(LXCFS_PATH, place), place]),
    // For what is nested in it.
    [LXCFS_PATH, LXCFS_PATH.slice(1)],
  ];
  const lines = mounts.map(
    ([from, to]) => `lxc.mount.entry = ${from} ${to} none bind,optional 0 0\n`,
  );
  return lines.join("");
}

function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
