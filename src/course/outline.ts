import type { MarkdownHeading } from "astro";
import type { OutlineEntry } from "./remark-outline.ts";

/** An entry of a lesson's table of contents. */
export interface ContentsEntry {
  id: string;
  text: string;
  step: boolean;
  /** Headings and steps below this heading. */
  inner: ContentsEntry[];
}

/** Words that one reads in a minute, in a technical text. */
const WORDS_A_MINUTE = 200;

/**
 * The table of contents of a lesson, two levels deep.
 * @param outline headings and steps in order
 * @param headings the same headings, with the ids that the renderer gave them
 */
export function contentsOf(
  outline: readonly OutlineEntry[],
  headings: readonly MarkdownHeading[],
): ContentsEntry[] {
  const named = headings.values();
  const contents: ContentsEntry[] = [];
  for (const { text, depth, step } of outline) {
    const id = step ?? named.next().value?.slug ?? "";
    const entry: ContentsEntry = { id, text, step: step !== undefined, inner: [] };
    const above = contents.at(-1);
    if (depth > 2 && above) above.inner.push(entry);
    else contents.push(entry);
  }
  return contents;
}

/** Minutes that the text takes to read, without its exercises. */
export function readingMinutes(words: number): number {
  return Math.max(1, Math.round(words / WORDS_A_MINUTE));
}
