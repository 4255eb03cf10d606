import { fileURLToPath } from "node:url";
import { rehypeHeadingIds, unified } from "@astrojs/markdown-remark";
import mdx from "@astrojs/mdx";
import sitemap from "@astrojs/sitemap";
import { defineConfig } from "astro/config";
import expressiveCode from "astro-expressive-code";
import rehypeAutolinkHeadings from "rehype-autolink-headings";
import { bundledCode } from "./src/build/code-assets.ts";
import { compress } from "./src/build/compress.ts";
import { fonts } from "./src/build/fonts.ts";
import { lateScripts } from "./src/build/late-scripts.ts";
import { searchIndex } from "./src/build/search-index.ts";
import { codeRoles } from "./src/course/code-roles.ts";
import { course } from "./src/course/integration.ts";
import { remarkQuestions } from "./src/course/remark-questions.ts";
import { remarkOutline } from "./src/course/remark-outline.ts";
import { remarkSteps } from "./src/course/remark-steps.ts";
import { remarkTables } from "./src/course/remark-tables.ts";
import { remarkWholeCode } from "./src/course/remark-whole-code.ts";
import { remarkTerms } from "./src/course/remark-terms.ts";

const { PUBLIC_URL, ATELIER_API } = process.env;
const glossary = fileURLToPath(new URL("content/glossaire.yaml", import.meta.url));

/** What every page has is one script: each request costs more than the few lines that not every page needs. */
const codeSplitting = {
  groups: [
    { name: "site", test: /\/src\/(?:islands\/site|lab\/(?:api|memory)|follow\/shown|progress\/)/ },
  ],
};

export default defineConfig({
  outDir: "./dist/site",
  ...(PUBLIC_URL ? { site: PUBLIC_URL } : {}),
  // The server's content security policy allows no inline styles, and of inline scripts only first-paint.js.
  build: { inlineStylesheets: "never" },
  devToolbar: { enabled: false },
  markdown: {
    processor: unified({
      remarkPlugins: [
        remarkSteps,
        remarkQuestions,
        remarkOutline,
        remarkWholeCode,
        remarkTables,
        [remarkTerms, glossary],
      ],
      rehypePlugins: [rehypeHeadingIds, [rehypeAutolinkHeadings, { behavior: "wrap" }]],
      smartypants: false,
    }),
  },
  integrations: [
    course(),
    fonts(),
    expressiveCode({
      themes: ["vitesse-light", "vitesse-dark"],
      themeCssSelector: (theme) => `[data-theme="${theme.type}"]`,
      plugins: [codeRoles()],
      frames: false,
      customCreateAstroRenderer: bundledCode,
      // Our own rules for code blocks stand outside of any layer, and so go before.
      cascadeLayer: "expressive-code",
      defaultLocale: "fr",
      // Commands wrap on narrow screens; outputs keep their columns, and scroll.
      defaultProps: { wrap: true, hangingIndent: 2, overridesByLang: { console: { wrap: false } } },
      shiki: {
        bundledLangs: ["sh", "yaml", "json", "dockerfile", "ini", "python"],
        langAlias: { console: "plaintext" },
      },
      styleOverrides: {
        borderRadius: "0",
        borderWidth: "0",
        codeBackground: ({ theme }) => (theme.type === "dark" ? "#0d1117" : "#f3efe7"),
        codeFontFamily: "var(--font-mono)",
        codeFontSize: "0.875rem",
        codeLineHeight: "1.6",
        codePaddingBlock: "0.85rem",
        codePaddingInline: "1rem",
        uiFontFamily: "var(--font-text)",
      },
    }),
    mdx(),
    // Search engines want whole addresses.
    ...(PUBLIC_URL ? [sitemap()] : []),
    searchIndex(),
    lateScripts(),
    compress(),
  ],
  vite: {
    // One style sheet: a page waits for all of its own anyway, and the next one has it already.
    build: { assetsInlineLimit: 0, cssCodeSplit: false },
    environments: {
      client: { build: { rolldownOptions: { output: { codeSplitting } } } },
    },
    server: ATELIER_API ? { proxy: { "/api": { target: ATELIER_API, ws: true } } } : {},
  },
});
