import { defineCollection } from "astro:content";
import { file, glob } from "astro/loaders";
import { inheriting } from "./course/inheriting.ts";
import { lessonSchema, partSchema, termSchema } from "./course/schema.ts";
import { lessonPlace, partPlace } from "./course/slug.ts";

/** Lessons, by slug. A path that gives no slug is reported by the course's own check. */
const lessons = defineCollection({
  loader: inheriting(
    glob({
      base: "./content",
      pattern: "**/*.mdx",
      generateId: ({ entry }) => lessonPlace(entry)?.slug ?? entry,
    }),
  ),
  schema: lessonSchema,
});

/** Parts, by slug. */
const parts = defineCollection({
  loader: glob({
    base: "./content",
    pattern: "*/part.yaml",
    generateId: ({ entry }) => partPlace(entry.split("/")[0]!)?.slug ?? entry,
  }),
  schema: partSchema,
});

/** Terms of the glossary, by id. */
const terms = defineCollection({ loader: file("./content/glossaire.yaml"), schema: termSchema });

export const collections = { lessons, parts, terms };
