import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkCourse, readCourseFiles } from "./check.ts";

const root = join(import.meta.dirname, "../..");
const site = join(root, "dist/site");

// Read once: it takes a second or two.
const lessons = checkCourse(await readCourseFiles(join(root, "content")));

/** Text with tags, entities and quoting gone, so that a script is found however it was rendered. */
function bare(text: string): string {
  return text
    .replace(/<[^>]*>/g, "")
    .replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

describe("the course of this repository", () => {
  test("has no mistake", () => expect(lessons.length).toBeGreaterThan(0));

  test("has a wrong way in every lesson that has exercises", () => {
    const without = lessons.filter(
      ({ steps }) => steps.length > 0 && !steps.some(({ wrong }) => wrong),
    );
    expect(without.map(({ file }) => file)).toEqual([]);
  });

  test.runIf(existsSync(site))("has no check or setup in any built file", () => {
    const names = readdirSync(site, { recursive: true, encoding: "utf8" });
    const files = names.filter((name) => /\.(html|js|css|json|xml|svg)$/.test(name));
    const texts = files.map((name) => ({
      name,
      text: bare(readFileSync(join(site, name), "utf8")),
    }));
    expect(files.filter((name) => name.endsWith(".html")).length).toBeGreaterThan(0);
    for (const { file, setup, steps } of lessons) {
      for (const script of [setup, ...steps.flatMap((step) => [step.setup, step.check])]) {
        const needle = bare(script);
        // Shorter ones say nothing that the lesson could not say too.
        if (needle.length < 20) continue;
        const found = texts.filter(({ text }) => text.includes(needle)).map(({ name }) => name);
        expect(found, `script of ${file}: ${script.slice(0, 60)}`).toEqual([]);
      }
    }
  });
});
