import { type Browser, chromium, type Page } from "@playwright/test";
import { waitFor } from "../../server/lxd/waitFor.ts";
import type { Health, Lab } from "../../server/protocol.ts";
import { median } from "../statistics.ts";

/** How long a lab that stands ready may take to be claimed, or the next one to be made (ms). */
const PATIENCE = 60_000;

/** Where the time from a click goes (ms since the click, medians). */
export interface ClickFigures {
  /** The server gave the lab. */
  answered: number;
  /** The terminal's program and styles are there. */
  loaded: number;
  /** The terminal's socket is open. */
  open: number;
  /** The prompt came over it. */
  prompt: number;
  /** It is on the screen. */
  drawn: number;
  /** The last of each round. */
  samples: number[];
}

type Moments = Omit<ClickFigures, "samples">;

/**
 * From the click on « Démarrer le lab » to a prompt on the screen, in a browser that has seen nothing before, with a
 * machine that stands ready. @param lesson path of its page
 */
export async function measureClick(
  { url, lesson, rounds }: { url: string; lesson: string; rounds: number },
  launch: { executablePath: string; args: string[] },
): Promise<ClickFigures> {
  const browser = await chromium.launch(launch);
  try {
    const all: Moments[] = [];
    while (all.length < rounds) {
      await waitFor(() => standsReady(url), { timeout: PATIENCE });
      all.push(await clickOnce(browser, `${url}${lesson}`));
    }
    const middle = (value: (moments: Moments) => number) => median(all.map(value));
    return {
      answered: middle(({ answered }) => answered),
      loaded: middle(({ loaded }) => loaded),
      open: middle(({ open }) => open),
      prompt: middle(({ prompt }) => prompt),
      drawn: middle(({ drawn }) => drawn),
      samples: all.map(({ drawn }) => drawn),
    };
  } finally {
    await browser.close();
  }
}

async function standsReady(url: string): Promise<boolean> {
  const health = (await (await fetch(`${url}/api/health`)).json()) as Health;
  return (health.labs?.warm ?? 0) > 0;
}

async function clickOnce(browser: Browser, address: string): Promise<Moments> {
  const context = await browser.newContext({ serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    await page.addInitScript(watch);
    await page.goto(address, { waitUntil: "networkidle" });
    const given = page.waitForResponse((each) => new URL(each.url()).pathname === "/api/labs");
    await page.locator("[data-action=start]").first().click();
    const moments = await readMoments(page);
    const answer = await given;
    const { id } = (await answer.json()) as Lab;
    await context.request.delete(`${answer.url()}/${id}`);
    return moments;
  } finally {
    await context.close();
  }
}

/** Runs in the page, before its own scripts: notes when the socket of a terminal opens, and shows a prompt. */
function watch(): void {
  const noted: Record<string, number> = {};
  Object.assign(window, { noted });
  addEventListener("click", () => (noted["click"] ??= performance.now()), { capture: true });
  const decoder = new TextDecoder();
  window.WebSocket = class extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      let text = "";
      this.addEventListener("open", () => (noted["open"] ??= performance.now()));
      this.addEventListener("message", ({ data }) => {
        if (!(data instanceof ArrayBuffer) || noted["prompt"]) return;
        text += decoder.decode(data, { stream: true });
        if (!text.includes("$ ")) return;
        noted["prompt"] = performance.now();
        // What came is drawn with the next frame, and seen when the one after it begins.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => (noted["drawn"] = performance.now())),
        );
      });
    }
  };
}

async function readMoments(page: Page): Promise<Moments> {
  const seen = () => "drawn" in (window as unknown as { noted: object }).noted;
  await page.waitForFunction(seen, undefined, { timeout: PATIENCE });
  return await page.evaluate(() => {
    const { noted } = window as unknown as { noted: Record<string, number> };
    const { click = 0, open = 0, prompt = 0, drawn = 0 } = noted;
    const after = (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).filter(
      ({ startTime }) => startTime >= click && startTime < open,
    );
    const end = (kind: RegExp) =>
      Math.max(
        click,
        ...after.filter(({ name }) => kind.test(name)).map(({ responseEnd }) => responseEnd),
      );
    return {
      answered: end(/\/api\/labs$/) - click,
      loaded: end(/\.(js|css)$/) - click,
      open: open - click,
      prompt: prompt - click,
      drawn: drawn - click,
    };
  });
}
