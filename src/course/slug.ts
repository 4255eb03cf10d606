/** Where a lesson's file puts it in the course. */
export interface LessonPlace {
  /** Path without number prefixes or ending, such as `lxd/premiers-conteneurs`. */
  slug: string;
  /** Slug of the part, the first half of `slug`. */
  part: string;
  /** What the two number prefixes say, such as `3.4`. */
  order: string;
}

const SEGMENT = /^(\d+)-([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/**
 * Reads a lesson's place from its path below `content/` (`3-lxd/4-premiers-conteneurs.mdx`).
 * Returns null when the path does not have the two numbered segments.
 */
export function lessonPlace(path: string): LessonPlace | null {
  const segments = path.replace(/\.mdx$/, "").split("/");
  const [part, lesson] = segments.map((segment) => SEGMENT.exec(segment));
  if (segments.length !== 2 || !part || !lesson) return null;
  return {
    slug: `${part[2]}/${lesson[2]}`,
    part: part[2]!,
    order: `${Number(part[1])}.${Number(lesson[1])}`,
  };
}

/** Reads the slug and the number of a part from the name of its folder; null when it has no number. */
export function partPlace(folder: string): { slug: string; number: number } | null {
  const match = SEGMENT.exec(folder);
  return match ? { slug: match[2]!, number: Number(match[1]) } : null;
}

/** A text as the name of a place on a page: `lxc config set` is `lxc-config-set`, `Système` is `systeme`. */
export function slugOf(text: string): string {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9\s-]/g, "")
    .trim()
    .replace(/\s+/g, "-");
}
