import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["*.test.ts", "{server,src,setup,image,bin,bench}/**/*.test.ts"],
          exclude: ["**/*.int.test.ts"],
        },
      },
      {
        test: {
          name: "integration",
          include: ["e2e/{server,soak}/**/*.test.ts", "server/**/*.int.test.ts"],
          // What comes at random is for `npm run soak`; `SOAK=short` is a few minutes of it.
          exclude: process.env["SOAK"] ? [] : ["e2e/soak/**"],
          testTimeout: 60_000,
          hookTimeout: 90_000,
          // Labs share two cores: one file at a time tells the truth about time limits.
          fileParallelism: false,
          expect: { poll: { timeout: 15_000, interval: 30 } },
        },
      },
    ],
  },
});
