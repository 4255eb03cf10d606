/** The wire contract between a student's page and the class: `/api/classes/me/events` and what it leads to. No imports. */

/** Limits that both sides hold (characters). */
export const LIVE_LIMITS = {
  /** What a student says with a raised hand. */
  words: 300,
  /** What an instructor writes. */
  message: 1000,
} as const;

/** A hand that is up. */
export interface LiveHand {
  /** ISO 8601. */
  since: string;
  /** The student's own words; empty where they had none. */
  words: string;
  /** In the class's queue, 1 being the next. */
  place: number;
}

/** A message of an instructor's that was not read yet. */
export interface LiveMessage {
  id: string;
  /** Name of who wrote. */
  by: string;
  words: string;
  /** ISO 8601. */
  at: string;
}

/** An instructor who looks at a terminal of the student's. */
export interface LiveLook {
  id: string;
  by: string;
  terminal: string;
  /** ISO 8601. */
  since: string;
  /** `asked`: the student is to answer; `held`: what the instructor types goes to the shell. */
  keyboard: "none" | "asked" | "refused" | "held";
}

/** An instructor's terminal that is shown to the class: `/api/classes/me/:member/demonstration`. */
export interface LiveDemonstration {
  /** Another one has another id. */
  id: string;
  by: string;
  /** ISO 8601. */
  since: string;
}

/** A class that is under way, as one of its students is to know it at a moment. */
export interface LiveClass {
  /** The student's own id in it. */
  member: string;
  class: { id: string; name: string };
  /** Slugs of its lessons. */
  lessons: string[];
  /** Whether its students may open solutions by themselves. */
  solutions: "open" | "closed";
  /** Help that is open to all. */
  openings: { lesson: string; step: string; what: "hint" | "solution" }[];
  /** Slugs of lessons that may not be begun yet. */
  locked: string[];
  /** Whether the student's terminals in these lessons are being recorded. */
  recording: boolean;
  hand: LiveHand | null;
  messages: LiveMessage[];
  /** The instructor's own terminal, while it is shown to the class. */
  demonstration: LiveDemonstration | null;
  /** Who looks at the student's terminals at this moment. */
  looks: LiveLook[];
}

/** Events of `GET /api/classes/me/events` (server-sent events; `event:` is the key, `data:` its JSON). */
export interface LiveEvents {
  /** Everything, first and whenever something of it changed: who comes back after a cut has missed nothing. */
  state: LiveClass[];
}
