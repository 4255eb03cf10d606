import { expect, test } from "vitest";
import { trailSentence } from "./trail.ts";

const line = (action: string, detail: Record<string, string | number> = {}) =>
  trailSentence({ at: "2026-11-23T08:00:00.000Z", by: "Zoé", action, detail });

test("says what was done, and how long a look was", () => {
  expect(line("look-begun", { terminal: "main" })).toBe("Zoé a regardé votre terminal.");
  expect(line("look-ended", { terminal: "main", seconds: 65 })).toBe(
    "Zoé n’a plus regardé votre terminal, après 65\u00a0s.",
  );
});

test("what it has no words for is named as it is stored", () => {
  expect(line("autre-chose")).toBe("Zoé autre-chose.");
});
