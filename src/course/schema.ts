import { z } from "astro/zod";

/** A text that must say something. */
const text = (what: string) =>
  z
    .string({ error: `donnez ${what}, un texte` })
    .trim()
    .min(1, { error: `donnez ${what}` });

/** What the lab of a lesson must have; absent from the frontmatter = lesson without a lab. */
export const labSchema = z.strictObject(
  {
    /** Lab image to start from. */
    image: text("le nom d’une image").default("debian-12"),
    /** Names of the lab's machines; the first is where scripts run. */
    machines: z
      .array(
        z.string().regex(/^[a-z][a-z0-9]{0,11}$/, {
          error: "nommez chaque machine en minuscules et chiffres, 12 au plus",
        }),
        { error: "écrivez la liste des machines\u00a0: [source, cible]" },
      )
      .min(1, { error: "donnez au moins une machine" })
      .max(4, { error: "quatre machines au plus" })
      .refine((names) => new Set(names).size === names.length, {
        error: "chaque machine a un nom à elle",
      })
      .default(["main"]),
    /** What the host must offer, such as `zfs`, `criu` or `internet`. */
    needs: z
      .array(text("un besoin, comme zfs ou internet"), {
        error: "écrivez une liste\u00a0: [zfs, criu]",
      })
      .default([]),
  },
  { error: "écrivez `lab: {}`, ou `lab:` suivi de image, machines, needs" },
);

/** A page on which a lesson rests. */
const sourceSchema = z.strictObject({
  title: text("le titre de la source"),
  url: z.url({ protocol: /^https?$/, error: "écrivez une adresse complète, avec https://" }),
  /** When it was written or read: year, year-month, or full date. */
  date: z.coerce.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, {
    error: 'écrivez la date comme "2016", "2016-04" ou "2016-04-21", entre guillemets',
  }),
});

/** The frontmatter of a lesson. */
export const lessonSchema = z.strictObject({
  title: text("le titre de la leçon").describe("le titre, tel qu’on le lit dans le sommaire"),
  /** One or two sentences, for the course menu and search engines. */
  description: text("une description d’une ou deux phrases").describe(
    "une ou deux phrases, pour le sommaire et les moteurs de recherche",
  ),
  /** Part and lesson as in the path. A string, because 3.10 is not 3.1. */
  order: z
    .string({ error: 'écrivez le numéro entre guillemets, comme "3.4"' })
    .regex(/^\d+\.\d+$/, { error: 'écrivez le numéro entre guillemets, comme "3.4"' })
    .describe(
      'le numéro de la partie et de la leçon, comme dans le chemin, entre guillemets\u00a0: "3.4"',
    ),
  /** Minutes that a student needs. */
  duration: z
    .int({ error: "écrivez la durée en minutes, un nombre entier" })
    .positive({ error: "écrivez la durée en minutes, un nombre positif" })
    .describe("les minutes qu’il faut à un étudiant"),
  lab: labSchema.optional().describe("le lab de la leçon\u202f; absent, la leçon n’en a pas"),
  sources: z
    .array(sourceSchema, { error: "donnez la liste des sources : title, url, date" })
    .describe("les pages sur lesquelles la leçon s’appuie"),
  /** What the student can do afterwards. */
  objectives: z
    .array(text("un objectif"), { error: "écrivez une liste de phrases" })
    .optional()
    .describe("ce que l’étudiant saura faire"),
});

/** `part.yaml` of a part. */
export const partSchema = z.strictObject({
  title: text("le titre de la partie"),
  description: text("une description d’une ou deux phrases"),
  /** What its lessons have unless they say otherwise; a lesson refuses one by `lab: null`. */
  lessons: lessonSchema
    .pick({ duration: true, lab: true, sources: true })
    .partial()
    .describe("ce que ses leçons ont, sauf si elles disent autre chose")
    .optional(),
});

/** A word of the course, in `glossaire.yaml`. */
export const termSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "écrivez l’id en a-z, 0-9, tirets" }),
  /** As the glossary's heading writes it. */
  term: text("le terme"),
  /** How lessons write it. */
  forms: z.array(text("une forme")).min(1, { error: "donnez au moins une forme" }),
  /** Whether it explains itself where a lesson first says it. */
  mark: z.boolean().default(true),
  text: text("la définition"),
  /** Slug of the lesson that teaches it. */
  lesson: z.string().optional(),
});

export type Term = z.output<typeof termSchema>;
export type LessonData = z.output<typeof lessonSchema>;
export type PartData = z.output<typeof partSchema>;
