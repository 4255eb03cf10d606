import type { APIRoute } from "astro";
import { readCourseFiles } from "../../course/check.ts";
import { commandIndex } from "../../course/command-index.ts";
import { courseMenu, inOneLine } from "../../course/menu.ts";
import type { KnownCommand } from "../../search/commands.ts";

/** Every command of the course, for the search: it finds them literally, which words' stems do not. */
export const GET: APIRoute = async () => {
  const lessons = new Map(inOneLine(await courseMenu()).map((entry) => [entry.id, entry.data]));
  const known = new Map<string, KnownCommand>();
  for (const { name, uses } of commandIndex(await readCourseFiles("content"))) {
    for (const { lesson, step, line } of uses) {
      const data = lessons.get(lesson);
      if (!data || known.has(line)) continue;
      const url = `/${lesson}/${step ? `#${step}` : ""}`;
      known.set(line, { line, name, url, lesson: `${data.order} · ${data.title}` });
    }
  }
  return Response.json([...known.values()]);
};
