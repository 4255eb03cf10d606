import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import type { Page } from "@playwright/test";
import { LESSONS, PAGES, secretScripts } from "./course.ts";
import { expect, test } from "./fixtures.ts";
import { LessonPage } from "./lessonPage.ts";

/** The one script that stands in the pages themselves. */
const FIRST_PAINT = createHash("sha256")
  .update(readFileSync(new URL("../../src/first-paint.js", import.meta.url)))
  .digest("base64");

const POLICY = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' 'sha256-${FIRST_PAINT}'`,
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** Where the manifest would be if the server looked above the folder that it serves. */
const FORBIDDEN = [
  "/course.json",
  "/../course.json",
  "/%2e%2e/course.json",
  "/..%2fcourse.json",
  "/_astro/../../course.json",
  "/_astro/..%2f..%2fcourse.json",
  "/..\\course.json",
  "//course.json",
  "/site/../course.json",
];

/** Text with tags, entities, escapes and quoting gone: a script is found however it was written. */
function bare(text: string): string {
  return text
    .replace(/<[^>]*>/g, "")
    .replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, "")
    .replace(/\\[nrt]/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Scripts that say too little to be told from the lesson's own words (characters). */
const TELLING = 20;

/** Counts what the policy refused, in the page's own words. */
async function watchPolicy(page: Page): Promise<string[]> {
  const refused: string[] = [];
  await page.exposeFunction("policyRefused", (what: string) => refused.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { policyRefused } = window as unknown as { policyRefused(what: string): void };
      policyRefused(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  return refused;
}

test("every page keeps the content security policy", async ({ page }) => {
  const refused = await watchPolicy(page);
  for (const path of PAGES) {
    const response = await page.goto(path);
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy.split(";").map((part) => part.trim())).toEqual(POLICY);
    await page.waitForLoadState("networkidle");
  }
  expect(refused).toEqual([]);
});

for (const renderer of ["WebGL", "DOM"]) {
  test(`a lab keeps the policy, drawn by ${renderer}`, async ({ page }) => {
    const refused = await watchPolicy(page);
    if (renderer === "DOM") await page.addInitScript(withoutWebgl);
    const lesson = await LessonPage.open(page, LESSONS.guide);
    await lesson.start();
    await lesson.type("ls --color /; seq 100");
    await lesson.sees(/^100$/m);
    await expect(lesson.terminal.locator(".xterm-rows")).toHaveCount(renderer === "DOM" ? 1 : 0);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.getByRole("button", { name: /Thème/ }).click();
    expect(refused).toEqual([]);
  });
}

/** Runs in the page. */
function withoutWebgl(): void {
  const context = HTMLCanvasElement.prototype.getContext as (...args: unknown[]) => unknown;
  HTMLCanvasElement.prototype.getContext = function (this: unknown, ...args: unknown[]) {
    return args[0] === "webgl2" ? null : context.apply(this, args);
  } as typeof HTMLCanvasElement.prototype.getContext;
}

test("the manifest cannot be fetched", async ({ baseURL }) => {
  for (const path of FORBIDDEN) {
    // The raw request: a browser, and `fetch`, would tidy the path before they send it.
    const sent = request({ ...addressOf(baseURL!), path, agent: false });
    sent.end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    response.resume();
    // Not there, or a path that no browser would send.
    expect([404, 400], path).toContain(response.statusCode);
  }
});

function addressOf(url: string): { host: string; port: string } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port };
}

test("no check and no setup reaches the browser", async ({ page }) => {
  const bodies: Promise<{ url: string; text: string }>[] = [];
  page.on("response", (response) => {
    const url = response.url();
    // What the browser has already has no body; the stream of events has no end.
    if (!response.ok() || url.endsWith("/events")) return;
    // A body that the browser did not keep is asked for once more.
    const again = async () => (await page.request.get(url)).text();
    bodies.push(
      response
        .text()
        .catch(again)
        .then((text) => ({ url, text })),
    );
  });
  for (const slug of Object.values(LESSONS)) {
    await page.goto(`/${slug}/`);
    await page.waitForLoadState("networkidle");
    // A body that is asked for after the next page has begun is gone.
    await Promise.all(bodies);
  }
  const lesson = await LessonPage.open(page, LESSONS.guide);
  await lesson.start();
  const seen = (await Promise.all(bodies)).map(({ url, text }) => ({ url, text: bare(text) }));
  const scripts = secretScripts().map(bare);
  expect(scripts.length).toBeGreaterThan(Object.values(LESSONS).length);
  for (const script of scripts.filter(({ length }) => length >= TELLING)) {
    const where = seen.filter(({ text }) => text.includes(script)).map(({ url }) => url);
    expect(where, script.slice(0, 80)).toEqual([]);
  }
});
