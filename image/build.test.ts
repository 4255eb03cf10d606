import { chmod, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { phaseOf } from "./progress.ts";
import { RECIPE_DIR, recipeHash } from "./recipe.ts";

describe("recipeHash", () => {
  let copy: string;
  beforeEach(async () => {
    copy = await mkdtemp(join(tmpdir(), "recipe-"));
    await cp(RECIPE_DIR, copy, { recursive: true });
  });
  afterEach(() => rm(copy, { recursive: true }));

  it("does not depend on where the checkout is", async () => {
    expect(await recipeHash(copy)).toBe(await recipeHash());
    expect(await recipeHash()).toMatch(/^[0-9a-f]{12}$/);
  });

  it("changes with a file, a new file and the right to execute", async () => {
    const first = await recipeHash();
    await writeFile(join(copy, "stages/1-base/packages"), "bash\nless\n");
    const second = await recipeHash(copy);
    await writeFile(join(copy, "stages/1-base/overlay/new"), "");
    const third = await recipeHash(copy);
    await chmod(join(copy, "stage.sh"), 0o644);
    const fourth = await recipeHash(copy);
    expect(new Set([first, second, third, fourth]).size).toBe(4);
  });

  it("does not depend on how the image is built around it", async () => {
    await writeFile(join(copy, "build.ts"), "");
    expect(await recipeHash(copy)).toBe(await recipeHash());
  });
});

describe("phaseOf", () => {
  it("names what starts", () => {
    expect(phaseOf("I: downloading packages with apt...")).toBe("téléchargement de Debian");
    expect(phaseOf("étape : 3-lab")).toBe("LXD, LXC, Docker et leurs outils");
  });
  it("passes over the rest", () => {
    expect(phaseOf("Unpacking lxd (5.0.2) ...")).toBeUndefined();
  });
});
