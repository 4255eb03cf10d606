/** One mistake of a lesson's author. */
export interface Mistake {
  /** Path from the repository's root, `content/…`. */
  file: string;
  /** Counted from 1. */
  line: number;
  /** French: what is wrong. */
  what: string;
  /** French: what to do. */
  remedy: string;
}

/** Gathers the mistakes of one file. */
export type Report = (line: number, what: string, remedy: string) => void;

/** All mistakes of the course at once, so that an author mends them in one go. */
export class CourseError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    const sorted = mistakes.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
    super(
      `Le cours contient ${sorted.length} erreur${sorted.length > 1 ? "s" : ""} :\n` +
        sorted.map(formatMistake).join("\n"),
    );
    this.name = "CourseError";
    this.mistakes = sorted;
  }
}

/** `content/…mdx:LINE: what — what to do`: the form that editors make clickable. */
export function formatMistake({ file, line, what, remedy }: Mistake): string {
  return `${file}:${line}: ${what} — ${remedy}`;
}
