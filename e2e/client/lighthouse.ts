import lighthouse from "lighthouse";
import puppeteer, { type Browser } from "puppeteer-core";

/** What Lighthouse says of one page, by its mobile profile. */
export interface Audit {
  /** Scores from 0 to 100. */
  scores: Record<"performance" | "accessibility" | "best-practices" | "seo", number>;
  /** What keeps a category from 100: category and audit. */
  below: string[];
  /** Largest contentful paint on a simulated telephone (ms). */
  lcp: number;
  /** Total blocking time there (ms). */
  tbt: number;
  /** Cumulative layout shift. */
  cls: number;
  requests: Transfer[];
}

/** One request of a first visit. */
export interface Transfer {
  path: string;
  /** As the browser's own tools call it: `Document`, `Script`, `Font`… */
  type: string;
  /** Bytes on the wire, headers included. */
  bytes: number;
}

/** What a first visit weighs (bytes on the wire, headers included), fonts apart. */
export interface Weight {
  requests: number;
  bytes: number;
  scripts: number;
  fonts: number;
}

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

/** A browser of its own for Lighthouse, which wants a clean one. @param executable Chromium's path */
export async function openLighthouse(
  executable: string,
  args: readonly string[],
): Promise<{ audit: (url: string) => Promise<Audit>; close: () => Promise<void> }> {
  const browser = await puppeteer.launch({ executablePath: executable, args: [...args] });
  return { audit: (url) => audit(browser, url), close: () => browser.close() };
}

/** @see https://github.com/GoogleChrome/lighthouse/blob/main/docs/puppeteer.md */
async function audit(browser: Browser, url: string): Promise<Audit> {
  // A first visit: Lighthouse empties the browser's caches by itself, but leaves what pages stored.
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const result = await lighthouse(url, { logLevel: "error" }, undefined, page);
    if (!result) throw new Error(`Lighthouse ne dit rien de ${url}.`);
    const { audits, categories, runtimeError } = result.lhr;
    if (runtimeError) throw new Error(`${url}\u00a0: ${runtimeError.message}`);
    const number = (id: string) => audits[id]?.numericValue ?? Number.NaN;
    const score = (id: string) => Math.round((categories[id]?.score ?? Number.NaN) * 100);
    return {
      scores: {
        performance: score("performance"),
        accessibility: score("accessibility"),
        "best-practices": score("best-practices"),
        seo: score("seo"),
      },
      below: CATEGORIES.flatMap((id) =>
        (categories[id]?.auditRefs ?? [])
          .filter((ref) => ref.weight > 0 && (audits[ref.id]?.score ?? 1) < 1)
          .map((ref) => `${id}: ${ref.id}`),
      ),
      lcp: number("largest-contentful-paint"),
      tbt: number("total-blocking-time"),
      cls: number("cumulative-layout-shift"),
      requests: transfers(audits["network-requests"]?.details),
    };
  } finally {
    await context.close();
  }
}

function transfers(details: unknown): Transfer[] {
  const { items } = details as {
    items: { url: string; resourceType: string; transferSize: number }[];
  };
  return items.map(({ url, resourceType, transferSize }) => ({
    path: new URL(url).pathname,
    type: resourceType,
    bytes: transferSize,
  }));
}

/** Adds a visit's requests up. */
export function weigh(requests: readonly Transfer[]): Weight {
  const of = (list: readonly Transfer[]) => list.reduce((sum, { bytes }) => sum + bytes, 0);
  const fonts = requests.filter(({ type }) => type === "Font");
  const others = requests.filter(({ type }) => type !== "Font");
  return {
    requests: others.length,
    bytes: of(others),
    scripts: of(others.filter(({ type }) => type === "Script")),
    fonts: of(fonts),
  };
}
