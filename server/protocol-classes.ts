/** The wire contract of classes: what `/api/classes` and `/api/instructors` take and give. No imports. */

/** Limits that both sides hold. */
export const CLASS_LIMITS = {
  /** Characters of a person's and of a class's name. */
  name: 60,
  /** Students of one class. */
  size: 60,
  /** Days for which a class may be kept after its end. */
  retention: 365,
  /** Lessons of one class. */
  lessons: 100,
  /** Steps that a device may bring along. */
  progress: 2000,
  /** Characters of an instructor's password. */
  password: { least: 12, most: 200 },
} as const;

/** Whether anybody can sign in yet, and how. `GET /api/instructors/ways` */
export interface SignInWays {
  /** No account exists: the link that the server prints at its start opens the first one. */
  first: boolean;
  /** An OpenID Connect provider is configured. */
  oidc: boolean;
}

/** An instructor, as others see them. */
export interface Instructor {
  id: string;
  name: string;
}

/** A session of the instructor's own. */
export interface InstructorSession {
  id: string;
  kind: "password" | "oidc";
  /** What the browser called itself. */
  browser: string;
  createdAt: string;
  seenAt: string;
  /** Whether it is the one that asks. */
  current: boolean;
}

/** An invitation that nobody has used yet; its token is told only when it is made. */
export interface Invitation {
  id: string;
  by: string;
  expiresAt: string;
}

/** What an instructor decides of a class. Times are ISO 8601. */
export interface ClassPlan {
  name: string;
  /** Slugs of lessons, in the course's order. */
  lessons: string[];
  startsAt: string;
  endsAt: string;
  /** Students that are expected. */
  size: number;
  /** Whether students may open solutions by themselves. */
  solutions: "open" | "closed";
  /** Whether terminals are recorded, which students are told. */
  recording: "on" | "off";
  /** Days after the end for which everything is kept, before it erases itself. */
  retentionDays: number;
}

/** A class, as its instructors see it. */
export interface ClassView extends ClassPlan {
  id: string;
  /** What students type to join. */
  code: string;
  /** Address that students open to join; its code is in the fragment. */
  link: string;
  closed: boolean;
  createdAt: string;
  /** When everything of it erases itself. */
  erasedAt: string;
  /** How many have joined. */
  members: number;
  instructors: Instructor[];
}

/** A student, as instructors see them. */
export interface MemberView {
  id: string;
  name: string;
  joinedAt: string;
  seenAt: string;
  /** Steps done. */
  done: number;
}

/** A class, as its students see it. */
export interface Membership {
  /** The member's own id. */
  id: string;
  /** The student's name. */
  name: string;
  joinedAt: string;
  class: {
    id: string;
    name: string;
    lessons: { slug: string; title: string }[];
    startsAt: string;
    endsAt: string;
    closed: boolean;
    recording: "on" | "off";
    erasedAt: string;
    instructors: string[];
  };
}

/** Answer to who joins or comes back. */
export interface Entered {
  membership: Membership;
  /** Brings the person back on another machine; told once, when they join or ask for a new one. */
  personalCode?: string;
}

/** Whether a class fits on the machine of the labs. `GET /api/classes/:id/preflight` */
export interface Preflight {
  /** `fits`, `tight` (with what others use at the moment it would not), `short`, or `unknown` (no labs here). */
  verdict: "fits" | "tight" | "short" | "unknown";
  /** Labs that fit in all, and what limits them, French. */
  labs: number;
  limit: string;
  /** Labs that run at the moment. */
  running: number;
  size: number;
  /** Seconds until the last of `size` students who click at once has a machine. */
  seconds: { ahead: number; cold: number };
  /** The same in French, a sentence each. */
  sentences: string[];
}

/** A terminal of a student's that was recorded; the recording itself is asciicast v2. Times are ISO 8601. */
export interface RecordingView {
  id: string;
  student: { id: string; name: string };
  /** Slug. */
  lesson: string;
  terminal: string;
  begunAt: string;
  /** Null while it is being recorded. */
  endedAt: string | null;
}

/** A recording as the person whom it shows takes it along. Times are ISO 8601. */
export interface RecordedFile extends Omit<RecordingView, "student"> {
  /** Bytes of the file as it stands; null where there is none. */
  bytes: number | null;
  /** Where on this site who asked finds the file, asciicast v2. */
  path: string;
}

/** What is stored about a student, all of it. Times are ISO 8601. */
export interface MemberExport {
  class: string;
  name: string;
  joinedAt: string;
  seenAt: string;
  steps: {
    lesson: string;
    step: string;
    state: "todo" | "done";
    begunAt: string;
    doneAt: string | null;
    /** Checks that said no. */
    tries: number;
  }[];
  /** What commands complained of, and how often. */
  errors: { lesson: string; step: string; line: string; count: number }[];
  /** What instructors wrote to the student. */
  messages: { at: string; by: string; words: string; readAt: string | null }[];
  /** Terminals that were recorded. */
  recordings: RecordedFile[];
  /** What instructors did that concerns the student. */
  trail: { at: string; by: string; action: string; detail: Record<string, string | number> }[];
}
