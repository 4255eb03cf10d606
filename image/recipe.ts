import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { arch } from "node:os";
import { join, relative } from "node:path";

/** The folder that holds the recipe: this one. */
export const RECIPE_DIR = import.meta.dirname;

/**
 * Hash of everything that the lab image is made from, 12 hexadecimal digits: scripts, package lists, files that
 * are laid over the tree, and the processor. Another hash is another image.
 */
export async function recipeHash(directory = RECIPE_DIR): Promise<string> {
  const hash = createHash("sha256").update(arch());
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    const executable = ((await stat(file)).mode & 0o100) !== 0;
    hash.update(`\n${relative(directory, file)} ${executable}\n`).update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 12);
}
