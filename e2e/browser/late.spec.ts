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
