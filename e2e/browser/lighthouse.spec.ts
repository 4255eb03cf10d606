import { openLighthouse } from "../client/lighthouse.ts";
import { LESSONS } from "./course.ts";
import { expect, test } from "./fixtures.ts";

const PAGES = {
  accueil: "/",
  leçon: `/${LESSONS.lxd}/`,
  glossaire: "/glossaire/",
  recherche: "/recherche/",
};
/** Nothing moves as a page loads; rounding is not movement. */
const STILL = 0.005;

// Chromium starts anew for each page, and a busy machine is slow.
test.describe.configure({ timeout: 180_000 });

for (const [name, path] of Object.entries(PAGES)) {
  test(`Lighthouse, mobile, ${name}: all that does not hang on the machine's speed is whole`, async ({
    baseURL,
    launchOptions,
  }) => {
    const { executablePath = "", args = [] } = launchOptions;
    const lighthouse = await openLighthouse(executablePath, args);
    try {
      const { scores, below, cls } = await lighthouse.audit(new URL(path, baseURL).href);
      const { performance, ...others } = scores;
      // Speed is reported, and never asserted: it is this machine's, with all that it does besides.
      test.info().annotations.push({ type: "performance", description: String(performance) });
      expect(others, below.join(", ")).toEqual({
        accessibility: 100,
        "best-practices": 100,
        seo: 100,
      });
      expect(cls).toBeLessThan(STILL);
    } finally {
      await lighthouse.close();
    }
  });
}
