import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "./commands.mjs";
import { ROOT } from "./paths.mjs";

describe("COMMANDS", () => {
  it("leads to scripts that are there", () => {
    for (const { script } of Object.values(COMMANDS))
      expect(existsSync(`${ROOT}/${script}`)).toBe(true);
  });
  it("has an npm script for each", () => {
    const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, "utf8"));
    for (const name of Object.keys(COMMANDS))
      expect(scripts[name]).toBe(`node bin/atelier.mjs ${name}`);
  });
});
