import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";

/** How long the second half of a page lets itself be waited for (ms). */
const SLOW = 2_000;

test("a page that comes slowly is drawn as it comes, and its scripts find the whole of it", async ({
  page,
  baseURL,
}) => {
  const lesson = `/${LESSONS.lxd}/`;
  const slow = createServer((request, response) => {
    void (async () => {
      const answer = await fetch(new URL(request.url ?? "/", baseURL));
      const body = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "",
      });
      if (request.url !== lesson) return response.end(body);
      response.write(body.subarray(0, body.length / 2));
      await delay(SLOW);
      return response.end(body.subarray(body.length / 2));
    })();
  });
  await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
  const { port } = slow.address() as AddressInfo;
  try {
    const loaded = page.goto(`http://127.0.0.1:${port}${lesson}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const half = await page.locator("figure.code").count();
    await loaded;
    const blocks = page.locator('figure.code:not([data-role="output"])');
    await expect(blocks.locator("> .code-tools")).toHaveCount(await blocks.count());
    expect(await page.locator("figure.code").count()).toBeGreaterThan(half);
  } finally {
    slow.closeAllConnections();
    slow.close();
  }
});

test("the font of code comes after the first page was drawn, and the next page has it from the start", async ({
  page,
}) => {
  const code = page.locator("main code").first();
  const face = () => code.evaluate((element) => getComputedStyle(element).fontFamily);
  const font = page.waitForResponse(/\/mono\.[^/]*\.woff2$/);
  await page.goto(`/${LESSONS.lxd}/`);
  await font;
  const [asked, drawn] = await page.evaluate(() => {
    const [file] = performance.getEntriesByType("resource").filter((e) => /\/mono\./.test(e.name));
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return [file?.startTime ?? 0, paint?.startTime ?? Infinity];
  });
  expect(asked).toBeGreaterThan(drawn);
  expect(await face()).not.toContain('"Atelier Mono",');
  await expect.poll(() => page.evaluate(() => localStorage.getItem("mono"))).toBe("here");
  await page.reload();
  expect(await face()).toMatch(/^"Atelier Mono",/);
});

test("without scripts code has its font at once", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const font = page.waitForResponse(/\/mono\.[^/]*\.woff2$/);
  await page.goto(`${baseURL}/${LESSONS.lxd}/`);
  expect((await font).ok()).toBe(true);
  await context.close();
});
