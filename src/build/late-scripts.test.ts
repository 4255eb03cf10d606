import { expect, test } from "vitest";
import { withLateScripts } from "./late-scripts.ts";

const script = (src: string) => `<script type="module" src="${src}"></script>`;

test("a page's scripts are named, in their order, and no longer fetched", () => {
  const page = `<!DOCTYPE html><html lang="fr"><head>${script("/a.js")}</head><p>Texte</p>${script("/b.js")}</html>`;
  expect(withLateScripts(page)).toBe(
    '<!DOCTYPE html><html data-scripts="/a.js /b.js" lang="fr"><head></head><p>Texte</p></html>',
  );
});

test("a page without scripts is left as it is, and so is one that stands in the page", () => {
  const page = '<html lang="fr"><script>go()</script></html>';
  expect(withLateScripts(page)).toBe(page);
});
