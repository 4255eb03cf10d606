import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A script that stands in the page itself; what has attributes is another one's address, or data. */
const SCRIPT = /<script>([^]*?)<\/script>/g;

/**
 * What the content security policy calls the scripts that stand in the pages of a built site, all of which have the same:
 * `'sha256-…'` each. None where there is no site.
 */
export async function inlineScripts(siteDir: string | undefined): Promise<string[]> {
  const page = siteDir && (await readFile(join(siteDir, "index.html"), "utf8").catch(() => ""));
  return [...(page || "").matchAll(SCRIPT)].map(([, script = ""]) => sourceOf(script));
}

function sourceOf(script: string): string {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}
