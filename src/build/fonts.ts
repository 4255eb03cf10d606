import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);

/** What French, code and our own signs are written with. Other characters come from the system's fonts. */
const CHARACTERS =
  Array.from({ length: 95 }, (_, i) => String.fromCodePoint(0x20 + i)).join("") +
  "ÀÂÄÆÇÈÉÊËÎÏÔÖŒÙÛÜŸàâäæçèéêëîïñôöœùûüÿ" +
  "\u00a0\u202f«»‹›“”‘’…–—−·•°²³×÷±§©€←↑→↓⇒≤≥≠≈";

/** The two faces: variable in weight, from 400 to 750 and 700. */
const FACES = [
  { file: "atkinson-hyperlegible-next", name: "text", heaviest: 750 },
  { file: "atkinson-hyperlegible-mono", name: "mono", heaviest: 700 },
];

/** Astro integration: cuts the fonts that the style sheets name down to what the pages write. */
export function fonts(): AstroIntegration {
  return {
    name: "fonts",
    hooks: {
      "astro:config:setup": async ({ config }) => {
        const folder = fileURLToPath(new URL(".astro/fonts/", config.root));
        await mkdir(folder, { recursive: true });
        for (const { file, name, heaviest } of FACES) {
          const path = `@fontsource-variable/${file}/files/${file}-latin-wght-normal.woff2`;
          const whole = await readFile(require.resolve(path));
          const cut = await subsetFont(whole, CHARACTERS, {
            targetFormat: "woff2",
            variationAxes: { wght: { min: 400, max: heaviest } },
          });
          await writeFile(`${folder}${name}.woff2`, cut);
        }
      },
    },
  };
}
