/** A stretch of French text that a person reads. */
export interface Piece {
  /** Path from the repository's root. */
  file: string;
  /** Line on which it begins, counted from 1. */
  line: number;
  text: string;
  /**
   * How much of it is French: `prose` all of it; `quoted` may be a quotation of a program or a title, and is left alone
   * where most words are not; `message` the same for each of its clauses, which often end with a command to type.
   */
  kind: "prose" | "quoted" | "message";
}

/** Something to mend. */
export interface Finding {
  file: string;
  line: number;
  /** French: what is wrong, and what to write. */
  what: string;
}

/** Pieces of a text: what stands between « » apart, as it may quote another language. */
export function piecesOf(file: string, line: number, text: string): Piece[] {
  return text
    .split(/(«[^»]*»)/)
    .map((part, index, parts) => ({
      file,
      line: line + countLines(parts.slice(0, index).join("")),
      text: part,
      kind: index % 2 ? ("quoted" as const) : ("prose" as const),
    }))
    .filter((piece) => /\p{L}/u.test(piece.text));
}

/** Line breaks in a text. */
export function countLines(text: string): number {
  return text.split("\n").length - 1;
}
