import type { Generated, Insertable, Selectable } from "kysely";

/**
 * The tables as the newest migration leaves them. Times are epoch milliseconds, ids are random, and what has a few
 * values is text: both databases then hold the very same.
 */
export interface Tables {
  instructors: InstructorTable;
  invitations: InvitationTable;
  sessions: SessionTable;
  classes: ClassTable;
  class_instructors: ClassInstructorTable;
  members: MemberTable;
  progress: ProgressTable;
  step_errors: StepErrorTable;
  audit: AuditTable;
  hands: HandTable;
  messages: MessageTable;
  openings: OpeningTable;
  locks: LockTable;
  recordings: RecordingTable;
}

/** Who holds classes. */
interface InstructorTable {
  id: string;
  /** As it is shown. */
  name: string;
  /** The name as it is signed in with: folded, one of its kind. */
  login: string;
  /** argon2id; null for those who come by OpenID Connect. */
  password_hash: string | null;
  /** Issuer and subject of OpenID Connect; null for those with a password. */
  subject: string | null;
  created_at: number;
}

/** A link that opens one account. */
interface InvitationTable {
  id: string;
  token_hash: string;
  /** Null for the very first account. */
  invited_by: string | null;
  created_at: number;
  expires_at: number;
}

/** An instructor's session in a browser. */
interface SessionTable {
  id: string;
  token_hash: string;
  /** The token before the last rotation: requests under way still carry it. */
  previous_hash: string | null;
  instructor_id: string;
  kind: "password" | "oidc";
  /** What the browser calls itself, shortened, so that one knows one's sessions apart. */
  browser: string;
  created_at: number;
  rotated_at: number;
  seen_at: number;
  expires_at: number;
  revoked_at: number | null;
}

/** A group of students, at its hours. */
interface ClassTable {
  id: string;
  code: string;
  name: string;
  /** Slugs, a JSON array. */
  lessons: string;
  starts_at: number;
  ends_at: number;
  /** How many students are expected. */
  size: number;
  solutions: "open" | "closed";
  recording: "on" | "off";
  /** Days after the end for which everything is kept. */
  retention_days: number;
  created_at: number;
  /** Since when nobody may join; null while one may. */
  closed_at: number | null;
}

/** Which instructors hold a class. */
interface ClassInstructorTable {
  class_id: string;
  instructor_id: string;
  added_at: number;
}

/** A student in a class. */
interface MemberTable {
  id: string;
  class_id: string;
  name: string;
  /** Keyed hash of the personal code. */
  code_hash: string;
  /** The person of the lab cookie. */
  owner: string;
  joined_at: number;
  seen_at: number;
}

/** How a step stands for a student. */
interface ProgressTable {
  member_id: string;
  lesson: string;
  step: string;
  state: "todo" | "done";
  /** When it was first heard of, and when it was first done. */
  begun_at: number;
  done_at: number | null;
  /** Checks that said no to something that the student had done. */
  tries: Generated<number>;
  /** What the last command complained of, and when; null since one went well. */
  error: string | null;
  error_at: number | null;
}

/** What a student's commands complained of at a step, one row a kind of line. */
interface StepErrorTable {
  member_id: string;
  lesson: string;
  step: string;
  /** The line without what differs from one student to the next. */
  kind: string;
  /** The line as it was last. */
  line: string;
  count: number;
  last_at: number;
}

/** What instructors did that concerns a student or a class. */
interface AuditTable {
  id: string;
  at: number;
  class_id: string | null;
  member_id: string | null;
  /** The instructor; null where the student or the server did it. */
  instructor_id: string | null;
  /** The name of who did it, as it was then. */
  actor: string;
  action: string;
  /** What it was about, a JSON object. */
  detail: string;
}

/** A student who asks for help. */
interface HandTable {
  member_id: string;
  words: string;
  raised_at: number;
}

/** What an instructor wrote, one row a student. */
interface MessageTable {
  id: string;
  member_id: string;
  /** The instructor's name, as it was then. */
  sender: string;
  words: string;
  sent_at: number;
  read_at: number | null;
}

/** Help with a step that is open to a whole class. */
interface OpeningTable {
  class_id: string;
  lesson: string;
  step: string;
  what: "hint" | "solution";
  opened_at: number;
}

/** A lesson that a class may not begin yet. */
interface LockTable {
  class_id: string;
  lesson: string;
  locked_at: number;
}

/** A terminal of a student's that was recorded; its bytes are the file of its id. */
interface RecordingTable {
  id: string;
  member_id: string;
  lesson: string;
  terminal: string;
  begun_at: number;
  /** Null while it is being recorded. */
  ended_at: number | null;
}

export type InstructorRow = Selectable<InstructorTable>;
export type SessionRow = Selectable<SessionTable>;
export type ClassRow = Selectable<ClassTable>;
export type NewClassRow = Insertable<ClassTable>;
export type MemberRow = Selectable<MemberTable>;
export type ProgressRow = Selectable<ProgressTable>;
export type AuditRow = Selectable<AuditTable>;
