import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { checkCourse, readCourseFiles } from "./check.ts";
import { CourseError } from "./mistake.ts";
import { toManifest, writeManifest } from "./manifest.ts";

/**
 * Astro integration: checks the course before the build, and writes `dist/course.json` beside (never
 * below) the site's folder; in `astro dev`, at start and whenever a lesson changes.
 */
export function course(): AstroIntegration {
  let content = "";
  let manifest = "";
  const update = async () => {
    await writeManifest(manifest, toManifest(checkCourse(await readCourseFiles(content))));
  };
  return {
    name: "course",
    hooks: {
      "astro:config:done": ({ config }) => {
        content = fileURLToPath(new URL("content/", config.root));
        manifest = fileURLToPath(new URL("../course.json", config.outDir));
      },
      "astro:build:start": async () => {
        checkCourse(await readCourseFiles(content));
      },
      "astro:build:done": update,
      "astro:server:setup": async ({ server, logger }) => {
        const tell = async () => {
          try {
            await update();
          } catch (error) {
            if (!(error instanceof CourseError)) throw error;
            logger.error(error.message);
          }
        };
        await tell();
        server.watcher.add(content);
        server.watcher.on("all", (_event, path) => {
          if (path.startsWith(content)) void tell();
        });
      },
    },
  };
}
