import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readManifest } from "./manifest.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "atelier-manifest-"));
});
afterAll(() => rm(dir, { recursive: true }));

test("says what to do when the course is not built", async () => {
  await expect(readManifest(join(dir, "absent.json"))).rejects.toThrow(/npm run build/);
});

test("refuses a manifest that it does not understand, and says where", async () => {
  const path = join(dir, "faux.json");
  const lesson = {
    slug: "lxd/un",
    title: "Un",
    machines: ["main"],
    setup: "",
    steps: [{ id: "a" }],
  };
  await writeFile(path, JSON.stringify({ version: 1, lessons: [lesson] }));
  await expect(readManifest(path)).rejects.toThrow(/lessons\[0\]\.steps\[0\]/);
});
