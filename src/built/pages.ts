import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The built site, which the tests of this folder look at where there is one. */
export const SITE = join(import.meta.dirname, "../../dist/site");

/** Whether the site was built. */
export const isBuilt = existsSync(SITE);

/** A built page. */
export interface BuiltPage {
  /** Its address, such as `/glossaire/`. */
  path: string;
  html: string;
}

/** All pages of the built site. */
export function builtPages(): BuiltPage[] {
  if (!isBuilt) return [];
  const files = readdirSync(SITE, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".html"))
    .map((file) => ({
      path: `/${file.replaceAll("\\", "/").replace(/(^|\/)index\.html$/, "$1")}`,
      html: readFileSync(join(SITE, file), "utf8"),
    }));
}

/** What a reader reads of a page, without code, drawings and the titles of others' pages. */
export function proseOf(html: string): string {
  const silent = /<(script|style|pre|code|kbd|svg|samp)\b[\s\S]*?<\/\1>/g;
  return html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(silent, "\u2060")
    .replace(/<a [^>]*href="https?:[\s\S]*?<\/a>/g, "\u2060")
    .replace(/<\/?(a|abbr|b|button|dfn|em|i|mark|q|small|span|strong|time)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, "\n")
    .replace(/&nbsp;|&#160;/g, "\u00a0")
    .replace(/&#8239;/g, "\u202f")
    .replace(/&#(39|x27);/g, "'")
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&lt;|&gt;|&amp;/g, "\u2060");
}
