import { test as base } from "@playwright/test";
import type { Lab } from "../../server/protocol.ts";
import { lateScripts } from "./lateScripts.ts";

/** What every test has without asking: its labs are deleted, and an error in the console fails it. */
interface Always {
  tidyLabs: void;
  quietConsole: void;
}

/** The browser says so of every answer above 399; tests look at the answers themselves. */
const ANSWER = /^Failed to load resource/;

/** Playwright's `test` for this site, whose pages are there once their scripts are. */
export const test = base.extend<Always>({
  page: async ({ page }, use) => {
    const { goto, reload } = page;
    page.goto = async (...args) => {
      const response = await goto.apply(page, args);
      await lateScripts(page);
      return response;
    };
    page.reload = async (...args) => {
      const response = await reload.apply(page, args);
      await lateScripts(page);
      return response;
    };
    await use(page);
  },

  tidyLabs: [
    async ({ context }, use) => {
      const started: Promise<string>[] = [];
      context.on("response", (response) => {
        const { pathname } = new URL(response.url());
        if (pathname !== "/api/labs" || !response.ok()) return;
        started.push(response.json().then((lab: Lab) => lab.id));
      });
      await use();
      // The context's requests carry the page's own cookie: nobody else may delete its labs.
      for (const id of new Set(await Promise.all(started))) {
        await context.request.delete(`/api/labs/${id}`);
      }
    },
    { auto: true },
  ],

  quietConsole: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" && !ANSWER.test(message.text())) errors.push(message.text());
      });
      page.on("pageerror", (error) => errors.push(String(error)));
      await use();
      test.expect(errors, "errors in the page's console").toEqual([]);
    },
    { auto: true },
  ],
});

export const expect = test.expect;
