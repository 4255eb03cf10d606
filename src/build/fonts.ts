import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);

/** What French is written with. Other characters come from the system's fonts. */
const FRENCH =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" +
  "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ" +
  " \u00a0\u202f!\"#%&'()*+,-./:;=?[]_«»’…–—−•·°²×©€→";
/** What code and our own signs are written with besides. */
const CODE = "$<>@\\^`{|}~ÄÖäñö‹›“”‘³÷±§←↑↓⇒≤≥≠≈";

/**
 * The two faces, variable in weight. That of text is kept under ten TCP segments of 1460 bytes, headers included: the
 * answer to a first request comes in one round trip, and more than that in two.
 */
const FACES = [
  { file: "atkinson-hyperlegible-next", name: "text", characters: FRENCH, heaviest: 750 },
  { file: "atkinson-hyperlegible-mono", name: "mono", characters: FRENCH + CODE, heaviest: 700 },
];

/** Astro integration: cuts the fonts that the style sheets name down to what the pages write. */
export function fonts(): AstroIntegration {
  return {
    name: "fonts",
    hooks: {
      "astro:config:setup": async ({ config }) => {
        const folder = fileURLToPath(new URL(".astro/fonts/", config.root));
        await mkdir(folder, { recursive: true });
        for (const { file, name, characters, heaviest } of FACES) {
          const path = `@fontsource-variable/${file}/files/${file}-latin-wght-normal.woff2`;
          const whole = await readFile(require.resolve(path));
          const cut = await subsetFont(whole, characters, {
            targetFormat: "woff2",
            variationAxes: { wght: { min: 400, max: heaviest } },
          });
          await writeFile(`${folder}${name}.woff2`, cut);
        }
      },
    },
  };
}
