import { HtmlValidate } from "html-validate";
import { expect, test } from "vitest";
import { builtPages, isBuilt } from "./pages.ts";

/** The HTML standard's rules; not those of one way or another to write it. */
const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard"],
  rules: {
    // Elements of our own, and the buttons that scripts name later.
    "no-inline-style": "off",
    "text-content": "off",
    // Astro writes them without harm.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-trailing-whitespace": "off",
  },
});

/** Expressive Code's markup of code is long, its own, and has `<div>` in `<code>`. */
const withoutCode = (html: string) => html.replace(/(<pre\b[^>]*>)[\s\S]*?(<\/pre>)/g, "$1$2");

test.runIf(isBuilt)(
  "every page is valid HTML",
  async () => {
    const wrong: string[] = [];
    for (const { path, html } of builtPages()) {
      const { results } = await validator.validateString(withoutCode(html), path);
      for (const { messages } of results)
        wrong.push(
          ...messages.map((each) => `${path}:${each.line} ${each.ruleId} ${each.message}`),
        );
    }
    expect([...new Set(wrong)]).toEqual([]);
  },
  120_000,
);
