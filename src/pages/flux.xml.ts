import rss from "@astrojs/rss";
import type { APIRoute } from "astro";
import { lastChanges } from "../course/changes.ts";
import { courseMenu, inOneLine } from "../course/menu.ts";

/** Feeds need whole addresses; without `PUBLIC_URL` the site is this machine's own. */
const HERE = "http://127.0.0.1:4321/";

/** RSS: the lessons, those that changed last first. */
export const GET: APIRoute = async ({ site }) => {
  const changes = await lastChanges();
  const lessons = inOneLine(await courseMenu()).flatMap(({ id, filePath, data }) => {
    const changed = changes.get(filePath ?? "");
    return changed ? [{ id, data, changed }] : [];
  });
  return rss({
    title: "Atelier Conteneurs",
    description: "Ce qui change dans le cours\u00a0: leçons nouvelles et leçons revues.",
    site: site ?? HERE,
    customData: "<language>fr</language>",
    items: lessons
      .toSorted((a, b) => b.changed.localeCompare(a.changed))
      .map(({ id, data, changed }) => ({
        title: `${data.order} · ${data.title}`,
        description: data.description,
        link: `/${id}/`,
        pubDate: new Date(changed),
      })),
  });
};
