import { defineConfig } from "@playwright/test";

/** Started as root in tests, without a graphics card, and never to call home. */
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What setup/suites.ts counts from. */
const REPORT = process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ?? "test-results/playwright.json";

/**
 * Browser tests with real labs: of a running atelier at `BASE_URL`, which `npm test` starts, and of a whole class, on a
 * server of its own.
 */
export default defineConfig({
  projects: [
    {
      name: "browser",
      testDir: "e2e/browser",
      // Set by whoever knows that this machine can have no Firefox.
      testIgnore: process.env["FIREFOX"] === "none" ? "firefox.spec.ts" : [],
      outputDir: "test-results/browser",
    },
    { name: "class", testDir: "e2e/class", outputDir: "test-results/class" },
    // No test: what the guide for instructors shows, of a class that is really held.
    { name: "pictures", testDir: "e2e/pictures", outputDir: "test-results/pictures" },
  ],
  reporter: [["list"], ["json", { outputFile: REPORT }]],
  // Each test holds a lab: one after the other, and a test that passes only sometimes has failed.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env["BASE_URL"] ?? "http://127.0.0.1:4321",
    locale: "fr-FR",
    // Copies of pages would answer where a test wants the server; the test of the copies allows them.
    serviceWorkers: "block",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: CHROMIUM_ARGS,
    },
  },
});
