/** The wire contract of a class's board and results: `/api/classes/:id/board` and `/results`. No imports. */

/** Limits that both sides hold. */
export const BOARD_LIMITS = {
  /** Rows whose terminal one page may look at. */
  visible: 80,
  /** Longest line of an error (characters). */
  line: 200,
  /** Size of a miniature at most: what is beyond is not shown. */
  rows: 60,
  cols: 200,
} as const;

/** A step of the class, in the order in which it is to be done. */
export interface BoardColumn {
  lesson: string;
  lessonTitle: string;
  step: string;
  title: string;
}

/** How a step stands for a student. Times are ISO 8601. */
export interface BoardCell {
  state: "todo" | "done";
  begunAt: string;
  doneAt: string | null;
  /** Checks that said no to something that the student had done. */
  tries: number;
}

/**
 * What a student is at: `absent`, joined and not seen since; `reading`, here without a lab; `queued` and `starting`,
 * a lab comes; `working`; `idle`, nothing was typed for a while; `resetting`; `ended`, had a lab and has none.
 */
export type BoardPlace =
  "absent" | "reading" | "queued" | "starting" | "working" | "idle" | "resetting" | "ended";

/** A student on the board. Times are ISO 8601. */
export interface BoardRow {
  /** The member's id. */
  id: string;
  name: string;
  place: BoardPlace;
  /** Raised hand: since when, and in the student's own words. */
  hand: { since: string; words: string } | null;
  /** The lab, while there is one, with the terminals that were opened in it. */
  lab: { id: string; expiresAt: string; queue: number; terminals: string[] } | null;
  /** Where the student is: lesson and first step that is not done; null before the first lab and after the last step. */
  lesson: string | null;
  step: string | null;
  /** Since when at this step. */
  stepSince: string | null;
  /** Since when nothing was typed, where that is a while. */
  idleSince: string | null;
  /** Steps of the class that are done; all are as many as the board has columns. */
  done: number;
  /** Tries in vain at this step. */
  tries: number;
  /** What the last command complained of: text from a student's machine. */
  error: { line: string; at: string } | null;
  /** One a column; null where nothing is known. */
  cells: (BoardCell | null)[];
}

/** How a step goes in the class. */
export interface BoardStep {
  /** Students who came to it, and who did it. */
  begun: number;
  passed: number;
  /** Median time that those who did it took (s). */
  median: number | null;
  tries: number;
  /** The five most frequent complaints of commands: text from students' machines. */
  errors: { line: string; count: number }[];
}

/** A class at a moment. */
export interface Board {
  class: {
    id: string;
    name: string;
    size: number;
    startsAt: string;
    endsAt: string;
    /** Who shows the class a terminal at this moment. */
    demonstration: string | null;
  };
  columns: BoardColumn[];
  rows: BoardRow[];
  /** One a column. */
  steps: BoardStep[];
}

/** A piece of a miniature's line: letters of one look. Colours are 0 to 15, or -1 for the terminal's own. */
export interface MiniatureRun {
  text: string;
  fg: number;
  bg: number;
  bold: boolean;
}

/** A terminal's screen, as text: nothing in it can run, link or style anything. */
export interface Miniature {
  terminal: string;
  cols: number;
  rows: number;
  lines: MiniatureRun[][];
}

/** Events of `GET /api/classes/:id/board` (server-sent events; `event:` is the key, `data:` its JSON). */
export interface BoardEvents {
  /** Names the stream, for what the page says of it; then comes the board. */
  stream: { id: string };
  /** The whole board: first, and when columns or members went. */
  board: Board;
  /** Rows that changed or are new. */
  rows: BoardRow[];
  /** Steps that changed, by their column. */
  steps: Record<number, BoardStep>;
  /** Screens that changed, by member, of the rows that the page looks at; null where there is none any more. */
  screens: Record<string, Miniature | null>;
}

/** What an instructor may do about the labs of students. */
export type LabAction = "extend" | "reset" | "end";

/** Answer to an action on all labs of a class. */
export interface LabActionAnswer {
  /** Labs for which it was done, and for which it could not be. */
  done: number;
  refused: number;
}

/** How a step went for a student. `GET /api/classes/:id/results.json` */
export interface ResultStep {
  lesson: string;
  step: string;
  title: string;
  state: "none" | "todo" | "done";
  begunAt: string | null;
  doneAt: string | null;
  /** Between the two (s); null where one is not known. */
  seconds: number | null;
  tries: number;
}

/** What a class learned. */
export interface Results {
  class: { id: string; name: string; startsAt: string; endsAt: string };
  at: string;
  columns: BoardColumn[];
  steps: BoardStep[];
  students: { id: string; name: string; joinedAt: string; done: number; steps: ResultStep[] }[];
}
