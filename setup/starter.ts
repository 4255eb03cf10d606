import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../server/lxd/command.ts";
import { type DaemonProgram, LXD } from "../server/lxd/daemonProgram.ts";
import { writeStarter } from "../server/lxd/starter.ts";
import { causeOf } from "./problems.ts";

/** The library that the daemon starts containers with, and the package of the same source that has LXC's programs. */
const LIBRARY = "liblxc1*";
const PACKAGE = "lxc";

/** Without a network each start would otherwise wait for it. */
const SOON = ["-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10"];

/** Where a data folder keeps the program that starts containers, and what it needs. */
export function starterFolder(dataDir: string): string {
  return join(dataDir, "starter");
}

/**
 * The distribution's LXD, as it is best run: containers are started, and watched over, by LXC's own small program.
 * Where that cannot be had, LXD does it itself, at some 10 MB more for each lab; `note` is told.
 */
export async function lxdWithStarter(
  dataDir: string,
  note: (text: string) => void,
): Promise<DaemonProgram> {
  const folder = starterFolder(dataDir);
  const starter = join(folder, "starter");
  try {
    await mkdir(folder, { recursive: true });
    await writeStarter(starter, await lxcStart(folder), LXD.command);
    // The folder may be one from which nothing is run.
    await run(starter, ["--version"]);
    return { ...LXD, env: { LXD_EXEC_PATH: starter } };
  } catch (error) {
    note(`Sans le paquet ${PACKAGE}, un lab prend 10\u00a0Mo de plus (${causeOf(error)}).`);
    return LXD;
  }
}

/**
 * The path of LXC's program, of the library's very version. It is taken out of its package, which is not installed: that
 * would bring a bridge and services of its own along. @throws {CommandError}
 */
async function lxcStart(folder: string): Promise<string> {
  const known = await run("dpkg-query", ["-W", "-f", "${db:Status-Status} ${Version}\n", LIBRARY]);
  const [, version = ""] = /^installed (\S+)$/m.exec(known) ?? [];
  const program = join(folder, `lxc-start-${version.replaceAll(/[^\w.]/g, "-")}`);
  if (existsSync(program)) return program;
  const work = await mkdtemp(join(folder, "package-"));
  try {
    await run("apt-get", [...SOON, "download", "-q", `${PACKAGE}=${version}`], { cwd: work });
    const [file = ""] = await readdir(work);
    await run("dpkg-deb", ["--extract", join(work, file), work]);
    await copyFile(join(work, "usr/bin/lxc-start"), program);
  } finally {
    await rm(work, { recursive: true });
  }
  return program;
}
