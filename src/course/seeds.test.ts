import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "astro/zod";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readCourseFiles } from "./check.ts";
import { lessonPlace } from "./slug.ts";

const content = join(import.meta.dirname, "../../content");

const range = z
  .string()
  .regex(/^\d+-\d+$/)
  .transform((text) => text.split("-").map(Number) as [number, number]);

const entry = z.strictObject({
  lines: range,
  what: z.string().min(3),
  by: z
    .record(z.string(), z.string().min(3))
    .refine((by) => Object.keys(by).length > 0, "une ligne sans leçon"),
  mistake: z.string().min(3).optional(),
});

const table = z
  .array(z.strictObject({ note: z.string(), last: z.int(), entries: z.array(entry) }))
  .parse(parse(readFileSync(join(content, "seeds.yaml"), "utf8")));

const lessons = new Map(
  [...(await readCourseFiles(content))].map(([path, text]) => [lessonPlace(path)?.slug, text]),
);

/** One space for any run of them, of whatever width. */
const plain = (text: string) => text.replace(/\s+/g, " ");

/** Text of a lesson, or of one step of it; undefined when there is none. */
function place(where: string): string | undefined {
  const [slug, step] = where.split("#");
  const lesson = lessons.get(slug);
  if (step === undefined || lesson === undefined) return lesson;
  const start = lesson.indexOf(`<Step id="${step}"`);
  return start < 0 ? undefined : lesson.slice(start, lesson.indexOf("</Step>", start));
}

describe.each(table)("the note $note", ({ entries, last }) => {
  test("has every line in the table, in order", () => {
    let next = 1;
    for (const { lines, what } of entries) {
      // Two things may stand on one line: the second entry then begins where the first ended.
      expect([next, next - 1], `«\u00a0${what}\u00a0», ligne ${lines[0]}`).toContain(lines[0]);
      expect(lines[1]).toBeGreaterThanOrEqual(lines[0]);
      next = lines[1] + 1;
    }
    expect(next - 1).toBe(last);
  });

  test.each(entries)("$what", ({ by }) => {
    for (const [where, words] of Object.entries(by)) {
      const text = place(where);
      expect(text, `pas de leçon ou d’étape ${where}`).toBeDefined();
      expect(plain(text ?? ""), where).toContain(plain(words));
    }
  });
});

test("the mistakes of the notes are told, each where the course mends it", () => {
  const mistakes = table.flatMap(({ entries }) => entries.filter(({ mistake }) => mistake));
  expect(mistakes.length).toBeGreaterThanOrEqual(15);
});
