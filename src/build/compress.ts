import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { AstroIntegration } from "astro";

/** Text, which shrinks; pictures, fonts and Pagefind's index are small already. */
const TEXT = /\.(?:css|html|js|json|svg|xml)$/;

/** Below this a copy would hardly be smaller (bytes). */
const SMALL = 200;

/**
 * Astro integration: puts a brotli and a gzip copy beside each text of the site, so that the server compresses nothing
 * while people read. It comes last: what is written after it has no copies.
 */
export function compress(): AstroIntegration {
  return {
    name: "compress",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const site = fileURLToPath(dir);
        for (const name of await readdir(site, { recursive: true })) {
          if (TEXT.test(name)) await copiesOf(join(site, name));
        }
      },
    },
  };
}

async function copiesOf(path: string): Promise<void> {
  const text = await readFile(path);
  if (text.length < SMALL) return;
  await writeFile(`${path}.br`, await promisify(brotliCompress)(text));
  await writeFile(`${path}.gz`, await promisify(gzip)(text, { level: 9 }));
}
