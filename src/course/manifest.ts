import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Manifest } from "../../server/protocol.ts";
import type { Lesson } from "./check.ts";

/** What the server needs of the course: only lessons that have a lab. */
export function toManifest(lessons: readonly Lesson[]): Manifest {
  return {
    version: 1,
    lessons: lessons
      .filter((lesson) => lesson.data.lab)
      .map((lesson) => ({
        slug: lesson.slug,
        title: lesson.data.title,
        machines: lesson.data.lab?.machines ?? [],
        setup: lesson.setup,
        ...(lesson.elsewhere ? { elsewhere: lesson.elsewhere } : {}),
        ...(lesson.probes
          ? {
              probes: lesson.probes.map(({ line, ...probe }) => ({
                ...probe,
                source: `${lesson.file}:${line}`,
              })),
            }
          : {}),
        steps: lesson.steps.map(({ line, ...step }) => ({
          ...step,
          source: `${lesson.file}:${line}`,
        })),
      })),
  };
}

/** Writes the manifest whole or not at all, since a running server may be reading it. */
export async function writeManifest(path: string, manifest: Manifest): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, JSON.stringify(manifest, null, 2) + "\n");
  await rename(`${path}.new`, path);
}
