import { getCollection, type CollectionEntry } from "astro:content";
import { byOrder } from "./check.ts";
import { partPlace } from "./slug.ts";

/** A part with its lessons, in the order of the course. */
export interface MenuPart {
  slug: string;
  number: number;
  title: string;
  description: string;
  lessons: CollectionEntry<"lessons">[];
}

/** The course as the pages show it; a part without any lesson is left out. */
export async function courseMenu(): Promise<MenuPart[]> {
  const [lessons, parts] = await Promise.all([getCollection("lessons"), getCollection("parts")]);
  return parts
    .map((part) => ({
      slug: part.id,
      number: partPlace(part.filePath?.split("/").at(-2) ?? "")?.number ?? 0,
      ...part.data,
      lessons: lessons
        .filter((lesson) => lesson.id.startsWith(`${part.id}/`))
        .toSorted((a, b) => byOrder(a.data.order, b.data.order)),
    }))
    .filter((part) => part.lessons.length > 0)
    .toSorted((a, b) => a.number - b.number);
}

/** All lessons in one line, for « précédente » and « suivante ». */
export function inOneLine(menu: readonly MenuPart[]): CollectionEntry<"lessons">[] {
  return menu.flatMap((part) => part.lessons);
}
