import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import * as pagefind from "pagefind";

/** What belongs to a word though it is no letter: `lxc-ls`, `--force`, `lxc.net.0.type`, `security.nesting=true`. */
const WORD_CHARACTERS = "-_.=";

/** Astro integration: indexes the built pages for the search, in French. */
export function searchIndex(): AstroIntegration {
  return {
    name: "search-index",
    hooks: {
      "astro:build:done": async ({ dir, logger }) => {
        const site = fileURLToPath(dir);
        const { index, errors } = await pagefind.createIndex({
          forceLanguage: "fr",
          includeCharacters: WORD_CHARACTERS,
        });
        if (!index) throw new Error(errors.join("\n"));
        const { page_count } = orThrow(await index.addDirectory({ path: site }));
        orThrow(await index.writeFiles({ outputPath: `${site}pagefind` }));
        await pagefind.close();
        logger.info(`${page_count} pages dans l’index de la recherche`);
      },
    },
  };
}

function orThrow<T extends { errors: string[] }>(answer: T): T {
  if (answer.errors.length > 0) throw new Error(answer.errors.join("\n"));
  return answer;
}
