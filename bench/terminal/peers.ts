import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { hasCommand, run } from "../../server/lxd/command.ts";
import { causeOf } from "../../setup/problems.ts";
import { Absent } from "./contender.ts";

/**
 * Makes sure that an npm package is there in exactly this version, in a folder of its own; returns the folder.
 * @throws {Absent} when it cannot be installed.
 */
export async function npmPeer(dir: string, name: string, version: string): Promise<string> {
  const folder = join(dir, `${name}-${version}`);
  const note = join(folder, "node_modules", name, "package.json");
  const known = await readFile(note, "utf8").catch(() => "{}");
  if ((JSON.parse(known) as { version?: string }).version === version) return folder;
  await mkdir(folder, { recursive: true });
  const options = ["--no-audit", "--no-fund", "--loglevel=error"];
  await orAbsent("npm", () =>
    run("npm", ["install", "--prefix", folder, ...options, `${name}@${version}`], { cwd: folder }),
  );
  return folder;
}

/** Programs of Debian packages that were unpacked, not installed: none of their services starts. */
export interface Unpacked {
  root: string;
  /** What makes them find their libraries. */
  env: NodeJS.ProcessEnv;
}

/**
 * Unpacks packages of the distribution into a folder of their own, unless `program` is there already.
 * @param program path in the packages.
 * @throws {Absent} when they cannot be had.
 */
export async function debianPeer(
  dir: string,
  program: string,
  packages: string[],
): Promise<Unpacked> {
  const folder = join(dir, packages[0] as string);
  const root = join(folder, "root");
  if (!existsSync(join(root, program))) {
    if (!(await hasCommand("apt-get"))) throw new Absent("paquet de Debian, sans apt-get ici");
    await mkdir(folder, { recursive: true });
    await orAbsent("apt-get", async () => {
      // Without network the lists may still be good enough.
      await run("apt-get", ["update", "-q"]).catch(() => undefined);
      const asRoot = ["-o", "APT::Sandbox::User=root"];
      await run("apt-get", ["download", "-q", ...asRoot, ...packages], { cwd: folder });
      for (const file of readdirSync(folder).filter((name) => name.endsWith(".deb")))
        await run("dpkg-deb", ["-x", join(folder, file), root]);
    });
  }
  if (!existsSync(join(root, program))) throw new Absent(`pas de ${program} dans ${packages[0]}`);
  return { root, env: { LD_LIBRARY_PATH: libraries(root) } };
}

function libraries(root: string): string {
  const lib = join(root, "usr/lib");
  const folders = existsSync(lib) ? readdirSync(lib) : [];
  return folders
    .filter((name) => name.endsWith("-linux-gnu"))
    .map((name) => join(lib, name))
    .join(":");
}

async function orAbsent(tool: string, action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    throw new Absent(`${tool}\u00a0: ${causeOf(error)}`);
  }
}
