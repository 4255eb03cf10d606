import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../server/lxd/command.ts";
import { RECIPE_DIR } from "./recipe.ts";
import { phaseOf } from "./progress.ts";

/** Debian's release in the labs. */
const RELEASE = "bookworm";

/** Stages of the tree, and under what name the nested images are packed after each. */
const STAGES = [
  ["1-base", "base"],
  ["2-system", "system"],
  ["3-lab", "lab"],
] as const;

/**
 * Builds the lab image in `work`, which is emptied first, and returns the path of a unified LXD image.
 * Needs root and Debian's archive. `onPhase` gets a French label as each phase starts.
 * @throws {CommandError} with the end of what the failing command said; `work` is then emptied.
 */
export async function buildLabImage(
  work: string,
  onPhase: (label: string) => void,
): Promise<string> {
  const tree = join(work, "tree");
  const image = join(work, "lab.tar.zst");
  // One file system: should a mount of a build that was killed be left, what it shows is not ours to delete.
  await run("rm", ["-rf", "--one-file-system", work]);
  await mkdir(work, { recursive: true });
  try {
    await run("mmdebstrap", mmdebstrapArguments(tree, join(work, "nested")), {
      onLine: (line) => {
        const phase = phaseOf(line);
        if (phase) onPhase(phase);
      },
    });
    onPhase("archive de l’image");
    const pack = join(RECIPE_DIR, "pack", "lxd.sh");
    await run(pack, [tree, "Atelier", RELEASE, image, "lab"]);
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    throw error;
  }
  await run("rm", ["-rf", "--one-file-system", tree]);
  return image;
}

function mmdebstrapArguments(tree: string, nested: string): string[] {
  const stage = join(RECIPE_DIR, "stage.sh");
  const pack = join(RECIPE_DIR, "pack", "nested.sh");
  const hooks = STAGES.flatMap(([directory, name]) => [
    `--customize-hook='${stage}' ${directory} "$1"`,
    `--customize-hook='${pack}' ${name} "$1" '${nested}'`,
  ]);
  return [
    "--mode=root",
    "--variant=minbase",
    "--format=directory",
    // The images packed on the way would keep the stand-in for this command.
    "--skip=chroot/start-stop-daemon",
    // dpkg reads it like a file of its own configuration.
    `--dpkgopt=${join(RECIPE_DIR, "paths")}`,
    ...hooks,
    RELEASE,
    tree,
  ];
}
