import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { buildLabImage } from "../image/build.ts";
import { recipeHash } from "../image/recipe.ts";
import { run } from "../server/lxd/command.ts";
import { hasImage, importImage, labAlias, pruneImages, unpackImage } from "../server/lxd/images.ts";
import type { Ground } from "../server/lxd/provision.ts";
import type { Console } from "./console.ts";
import { orProblem, Problem } from "./problems.ts";

/** What a build needs at its height: the tree, its archive, and the images that are packed on the way. */
const BUILD_SPACE = 3 * 2 ** 30;

/** Makes sure that LXD has the image of this recipe; returns its alias. Built once, some minutes. */
export async function ensureLabImage(
  { client, profile }: Ground,
  dataDir: string,
  ui: Console,
): Promise<string> {
  const alias = labAlias(await recipeHash());
  if (await hasImage(client, alias)) return alias;
  const work = join(dataDir, "build");
  await orProblem("image-failed", {}, () =>
    ui.phase("Image des labs, une fois pour toutes", async (tell) => {
      await checkSpace(dataDir);
      const image = await buildLabImage(work, tell);
      tell("importation dans LXD");
      await importImage(client, image, alias);
      await run("rm", ["-rf", "--one-file-system", work]);
      tell("dépôt dans le stockage");
      await unpackImage(client, alias, profile);
      await pruneImages(client, alias);
    }),
  );
  return alias;
}

async function checkSpace(dataDir: string): Promise<void> {
  const disk = await statfs(dataDir);
  const free = disk.bavail * disk.bsize;
  if (free < BUILD_SPACE)
    throw new Problem("no-space", { dataDir, cause: "la construction de l’image prend 3 Gio" });
}
