import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";

/** A script of the page's own, as Astro writes it. */
const MODULE = /<script type="module" src="([^"]+)"><\/script>/g;

/** Pages that are nothing without their scripts, for which one waits. */
const TOOLS = /^(?:classe|formateur)\//;

/**
 * Astro integration: pages that one reads have their scripts named (`<html data-scripts>`) instead of fetched. `first-paint.js` fetches
 * them once the page has been drawn: until then they would take from the connection, and from the processor, what the text
 * needs.
 */
export function lateScripts(): AstroIntegration {
  return {
    name: "late-scripts",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const site = fileURLToPath(dir);
        const names = await readdir(site, { recursive: true });
        for (const name of names.filter(isRead)) {
          const path = join(site, name);
          await writeFile(path, withLateScripts(await readFile(path, "utf8")));
        }
      },
    },
  };
}

function isRead(name: string): boolean {
  return name.endsWith(".html") && !TOOLS.test(name);
}

/** The page with its scripts named. */
export function withLateScripts(html: string): string {
  const scripts = [...html.matchAll(MODULE)].map(([, src]) => src);
  if (scripts.length === 0) return html;
  const named = `<html data-scripts="${scripts.join(" ")}"`;
  return html.replaceAll(MODULE, "").replace("<html", named);
}
