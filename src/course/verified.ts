import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "astro/zod";
import type { ManifestLesson } from "../../server/protocol.ts";
import { checkCourse, readCourseFiles } from "./check.ts";
import { toManifest } from "./manifest.ts";

const verification = z.strictObject({
  /** `playedHash` of the lesson as it was played. */
  hash: z.string(),
  /** Day on which it was played whole, `2026-11-22`. */
  date: z.iso.date(),
  lxc: z.string(),
  lxd: z.string(),
  docker: z.string(),
});

/** When a lesson was last played whole in a real lab, and what that lab ran. */
export type Verification = z.output<typeof verification>;

/** By lesson's slug. */
export type Verifications = Record<string, Verification>;

/** Where `npm run course` keeps what it proved, below `content/`. */
export const VERIFIED_FILE = "verified.json";

/** Digest of all that is played of a lesson: prose may be mended without playing it again, commands not. */
export function playedHash({ machines, setup, elsewhere, probes, steps }: ManifestLesson): string {
  const played = steps.map(({ id, setup, run, check, wrong }) => [id, setup, run, check, wrong]);
  const read = probes?.map(({ name, shape, script }) => [name, shape, script]);
  const text = JSON.stringify([machines, setup, elsewhere, played, ...(read ? [read] : [])]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Reads what was proved; nothing where no whole lesson was ever played. @throws {z.ZodError} */
export async function readVerifications(content: string): Promise<Verifications> {
  const text = await readFile(join(content, VERIFIED_FILE), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "{}";
      throw error;
    },
  );
  return z.record(z.string(), verification).parse(JSON.parse(text));
}

/** Adds to what was proved, and writes it in an order that shows a change as one. */
export async function addVerifications(content: string, found: Verifications): Promise<void> {
  const all = { ...(await readVerifications(content)), ...found };
  const sorted = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(join(content, VERIFIED_FILE), JSON.stringify(sorted, null, 2) + "\n");
}

/** What still holds: lessons whose commands have not changed since they were played. */
export async function standingVerifications(content: string): Promise<Verifications> {
  const { lessons } = toManifest(checkCourse(await readCourseFiles(content)));
  const verified = await readVerifications(content);
  const standing = lessons.flatMap((lesson) => {
    const found = verified[lesson.slug];
    return found?.hash === playedHash(lesson) ? [[lesson.slug, found] as const] : [];
  });
  return Object.fromEntries(standing);
}
