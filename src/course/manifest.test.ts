import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Lesson } from "./check.ts";
import { toManifest, writeManifest } from "./manifest.ts";

const data = { title: "T", description: "D", order: "1.1", duration: 5, sources: [] };
const lab = { image: "debian-12", machines: ["main"], needs: [] };
const step = { id: "un", title: "Un", setup: "", run: ["true"], check: "false", line: 12 };
const lesson: Lesson = {
  slug: "un/essai",
  file: "content/1-un/1-essai.mdx",
  data: { ...data, lab },
  setup: "apt list",
  steps: [step],
};

test("lessons with a lab go to the server, with the source of each step", () => {
  const manifest = toManifest([lesson, { ...lesson, slug: "un/texte", data }]);
  expect(manifest.lessons).toEqual([
    {
      slug: "un/essai",
      machines: ["main"],
      title: "T",
      setup: "apt list",
      steps: [
        {
          id: "un",
          title: "Un",
          setup: "",
          run: ["true"],
          check: "false",
          source: "content/1-un/1-essai.mdx:12",
        },
      ],
    },
  ]);
});

test("the file is written whole, and leaves nothing beside it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "manifest-"));
  try {
    const path = join(folder, "dist", "course.json");
    await writeManifest(path, toManifest([lesson]));
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual(toManifest([lesson]));
    expect(await readdir(join(folder, "dist"))).toEqual(["course.json"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
