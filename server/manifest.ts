import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Manifest, ManifestLesson, ManifestStep } from "./protocol.ts";

const machine = z.string().regex(/^[a-z][a-z0-9]{0,11}$/);

const step = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  title: z.string().min(1),
  setup: z.string(),
  run: z.array(z.union([z.string(), z.strictObject({ machine, text: z.string() })])),
  check: z.string().min(1),
  wrong: z
    .array(
      z.strictObject({
        machine: machine.exactOptional(),
        text: z.string(),
        says: z.string().min(1),
      }),
    )
    .exactOptional(),
  source: z.string(),
});

const probe = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  shape: z.enum(["durations", "containers"]),
  script: z.string().min(1),
  source: z.string(),
});

const lesson = z.strictObject({
  slug: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*$/),
  title: z.string().min(1),
  machines: z.array(machine).min(1),
  setup: z.string(),
  elsewhere: z.record(machine, z.string()).exactOptional(),
  probes: z.array(probe).exactOptional(),
  steps: z.array(step),
});

const manifest = z.strictObject({ version: z.literal(1), lessons: z.array(lesson) });
manifest satisfies z.ZodType<Manifest>;

/** The course's scripts, by slug. */
export type Course = Map<string, ManifestLesson>;

/**
 * Takes another reading of the course into the one that labs already hold, lesson by lesson and in place.
 * @returns steps as they were, by slug, of the lessons that both have
 */
export function refreshCourse(course: Course, next: Course): Map<string, ManifestStep[]> {
  const before = new Map<string, ManifestStep[]>();
  for (const slug of course.keys()) if (!next.has(slug)) course.delete(slug);
  for (const [slug, lesson] of next) {
    const held = course.get(slug);
    if (!held) {
      course.set(slug, lesson);
      continue;
    }
    before.set(slug, held.steps);
    delete held.elsewhere;
    delete held.probes;
    Object.assign(held, lesson);
  }
  return before;
}

/**
 * Reads what the site's build wrote.
 * @throws {Error} in French when it is missing or is not what this server understands.
 */
export async function readManifest(path: string): Promise<Course> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new Error(
      `Le cours n’est pas construit (${path})\u00a0: lancez «\u00a0npm run build\u00a0».`,
      {
        cause,
      },
    );
  }
  const parsed = manifest.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new Error(
      `${path} ne convient pas à ce serveur\u00a0: lancez «\u00a0npm run build\u00a0».\n${z.prettifyError(parsed.error)}`,
    );
  return new Map(parsed.data.lessons.map((each) => [each.slug, each]));
}
