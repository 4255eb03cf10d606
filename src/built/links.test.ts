import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type BuiltPage, builtPages, isBuilt, SITE } from "./pages.ts";

const pages = new Map(builtPages().map((page) => [page.path, page]));

const idsOf = ({ html }: BuiltPage) =>
  new Set([...html.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]!));
const ids = new Map([...pages].map(([path, page]) => [path, idsOf(page)]));

/** What is wrong with an address that a page leads to; null when it is right, or another site's. */
function mistake(from: string, href: string): string | null {
  const { origin, pathname, hash } = new URL(href, `http://site${from}`);
  if (origin !== "http://site" || pathname.startsWith("/api/")) return null;
  const target = ids.get(pathname);
  if (!target)
    return existsSync(join(SITE, pathname)) && !pathname.endsWith("/")
      ? null
      : `${href}: no such page`;
  const id = decodeURIComponent(hash.slice(1));
  return id === "" || target.has(id) ? null : `${href}: no such place`;
}

test.runIf(isBuilt)("every link of the site leads somewhere, to the very place", () => {
  const wrong = [...pages.values()].flatMap(({ path, html }) => {
    const hrefs = new Set([...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map((m) => m[1]!));
    return [...hrefs].flatMap((href) => {
      const found = mistake(path, href.replaceAll("&amp;", "&"));
      return found ? [`${path} → ${found}`] : [];
    });
  });
  expect(pages.size).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});

test.runIf(isBuilt)("every button that opens a part of its page names one that is there", () => {
  const wrong = [...pages.values()].flatMap(({ path, html }) =>
    [...html.matchAll(/ (?:popovertarget|aria-controls|aria-labelledby|for)="([^"]+)"/g)]
      .map((match) => match[1]!)
      .filter((id) => !ids.get(path)!.has(id))
      .map((id) => `${path} → ${id}`),
  );
  expect(wrong).toEqual([]);
});
