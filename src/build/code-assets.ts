import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type AstroExpressiveCodeRenderer, createAstroRenderer } from "astro-expressive-code";

/**
 * What has every word of code forget styles that could reach it, one by one. Ours could not, nor would it keep them away:
 * they stand outside of the layer.
 */
const FORGET = /all:\s*revert;?/;

/**
 * Renders code blocks as ever, but puts their style sheet and their script (`.astro/code/`) among those of the site,
 * instead of beside each page's first block: a file of its own is a request more, for which the page waits.
 */
export async function bundledCode(
  args: Parameters<typeof createAstroRenderer>[0],
): Promise<AstroExpressiveCodeRenderer> {
  const renderer = await createAstroRenderer(args);
  const folder = fileURLToPath(new URL(".astro/code/", args.astroConfig.root));
  await mkdir(folder, { recursive: true });
  const text = (assets: [route: string, content: string][]) =>
    assets.map(([, content]) => content).join("\n");
  await writeFile(`${folder}code.css`, text(renderer.hashedStyles).replace(FORGET, ""));
  await writeFile(`${folder}code.js`, text(renderer.hashedScripts));
  // What is left here would stand in the pages.
  renderer.hashedStyles.length = 0;
  renderer.hashedScripts.length = 0;
  return renderer;
}
