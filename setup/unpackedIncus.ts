import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../server/lxd/command.ts";
import { type DaemonProgram, INCUS } from "../server/lxd/daemonProgram.ts";

/** Incus without virtual machines. */
export const INCUS_PACKAGE = "incus-base";

/**
 * Unpacks Incus, and what it needs that this machine lacks, out of the distribution's packages: nothing is installed,
 * no service starts, and what is installed stays as it is. Returns how its daemon is started from there.
 * @throws {CommandError}
 */
export async function unpackIncus(folder: string): Promise<DaemonProgram> {
  const packages = join(folder, "packages");
  const tree = join(folder, "tree");
  await mkdir(packages, { recursive: true });
  await mkdir(tree, { recursive: true });
  const asked = ["install", "--simulate", "--no-install-recommends", INCUS_PACKAGE];
  const wanted = plannedPackages(await run("apt-get", asked));
  await run("apt-get", ["download", "-q", ...wanted], { cwd: packages });
  for (const file of await readdir(packages))
    await run("dpkg-deb", ["--extract", join(packages, file), tree]);
  const libraries = await readdir(join(tree, "usr/lib"));
  const [library = ""] = libraries.filter((name) => name.endsWith("-linux-gnu"));
  const programs = ["usr/bin", "usr/sbin", "usr/libexec/incus"].map((path) => join(tree, path));
  return {
    ...INCUS,
    command: join(tree, INCUS.command),
    env: {
      PATH: [...programs, process.env["PATH"]].join(":"),
      LD_LIBRARY_PATH: join(tree, "usr/lib", library),
    },
  };
}

/** `name=version` of all that a simulated `apt-get install` would install or renew. */
export function plannedPackages(plan: string): string[] {
  const lines = plan.matchAll(/^Inst (\S+)(?: \[\S+\])? \((\S+)/gm);
  return [...lines].map(([, name, version]) => `${name}=${version}`);
}
