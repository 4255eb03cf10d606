import { z } from "zod";
import {
  CLASS_LIMITS,
  type ClassPlan,
  type ClassView,
  type Entered,
  type Instructor,
  type InstructorSession,
  type Invitation,
  type MemberExport,
  type Membership,
  type MemberView,
  type Preflight,
  type RecordingView,
  type SignInWays,
} from "../../protocol-classes.ts";
import { BOARD_LIMITS, type LabActionAnswer, type Results } from "../../protocol-board.ts";
import { LIVE_LIMITS } from "../../protocol-live.ts";
import { json, problemSchema } from "../schemas.ts";

/** Optional fields may also be there as `undefined` for zod: what is compared is the rest. */
type Loose<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | undefined : T[K] };

/** A name as people write it: one line, without signs that are not seen or that turn the text round. */
const name = z
  .string()
  .transform((text) => text.normalize("NFC").replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .min(1)
      .max(CLASS_LIMITS.name)
      .regex(/^[^\p{C}]*$/u),
  );
/** What people write to each other: lines, without signs that are not seen or that turn the text round. */
const prose = (least: number, most: number) =>
  z
    .string()
    .transform((text) => text.normalize("NFC").replaceAll("\r\n", "\n").trim())
    .pipe(
      z
        .string()
        .min(least)
        .max(most)
        .regex(/^(?:[^\p{C}\p{Zl}\p{Zp}]|[\n\t\u200d])*$/u),
    );
const slug = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/);
const time = z.iso.datetime({ offset: true });
const password = z.string().min(CLASS_LIMITS.password.least).max(CLASS_LIMITS.password.most);
const secret = z.string().min(1).max(200);

const planFields = {
  name,
  lessons: z.array(slug).max(CLASS_LIMITS.lessons),
  startsAt: time,
  endsAt: time,
  size: z.number().int().min(1).max(CLASS_LIMITS.size),
  solutions: z.enum(["open", "closed"]),
  recording: z.enum(["on", "off"]),
  retentionDays: z.number().int().min(1).max(CLASS_LIMITS.retention),
};

/** Bodies of requests. */
export const bodies = {
  join: z.strictObject({ code: z.string().min(1).max(20), name }),
  return: z.strictObject({
    code: z.string().min(1).max(20),
    personalCode: z.string().min(1).max(60),
  }),
  progress: z.strictObject({
    done: z.record(slug, z.array(z.string().regex(/^[a-z0-9-]+$/)).max(100)),
  }),
  account: z.strictObject({ token: secret, name, password }),
  signIn: z.strictObject({ name: z.string().min(1).max(200), password: secret }),
  password: z.strictObject({ current: secret, next: password }),
  plan: z.strictObject(planFields),
  change: z.strictObject(planFields).partial(),
  rename: z.strictObject({ name }),
  visible: z.strictObject({
    members: z.array(z.string().max(64)).max(BOARD_LIMITS.visible),
  }),
  keyboard: z.strictObject({ answer: z.enum(["grant", "refuse", "back"]) }),
  hand: z.strictObject({ words: prose(0, LIVE_LIMITS.words) }),
  message: z.strictObject({
    words: prose(1, LIVE_LIMITS.message),
    /** Absent = everybody. */
    members: z.array(z.string().max(64)).max(BOARD_LIMITS.visible).optional(),
  }),
  opening: z.strictObject({
    lesson: slug,
    step: z.string().regex(/^[a-z0-9-]+$/),
    what: z.enum(["hint", "solution"]),
    open: z.boolean(),
  }),
  lock: z.strictObject({ lesson: slug, locked: z.boolean() }),
  labAction: z.strictObject({ action: z.enum(["extend", "reset", "end"]) }),
} as const;

const instructor = z.object({ id: z.string(), name: z.string() });
instructor satisfies z.ZodType<Instructor>;

const plan = z.object({ ...planFields, name: z.string() });
plan satisfies z.ZodType<ClassPlan>;

const classView = plan.extend({
  id: z.string(),
  code: z.string(),
  link: z.string(),
  closed: z.boolean(),
  createdAt: time,
  erasedAt: time,
  members: z.number().int(),
  instructors: z.array(instructor),
});
classView satisfies z.ZodType<ClassView>;

const memberView = z.object({
  id: z.string(),
  name: z.string(),
  joinedAt: time,
  seenAt: time,
  done: z.number().int(),
});
memberView satisfies z.ZodType<MemberView>;

const membership = z.object({
  id: z.string(),
  name: z.string(),
  joinedAt: time,
  class: z.object({
    id: z.string(),
    name: z.string(),
    lessons: z.array(z.object({ slug: z.string(), title: z.string() })),
    startsAt: time,
    endsAt: time,
    closed: z.boolean(),
    recording: z.enum(["on", "off"]),
    erasedAt: time,
    instructors: z.array(z.string()),
  }),
});
membership satisfies z.ZodType<Membership>;

const entered = z.object({ membership, personalCode: z.string().optional() });
entered satisfies z.ZodType<Loose<Entered>>;

const preflight = z.object({
  verdict: z.enum(["fits", "tight", "short", "unknown"]),
  labs: z.number(),
  limit: z.string(),
  running: z.number(),
  size: z.number(),
  seconds: z.object({ ahead: z.number(), cold: z.number() }),
  sentences: z.array(z.string()),
});
preflight satisfies z.ZodType<Preflight>;

const recorded = {
  id: z.string(),
  lesson: z.string(),
  terminal: z.string(),
  begunAt: time,
  endedAt: time.nullable(),
};
const recording = z.object({
  ...recorded,
  student: z.object({ id: z.string(), name: z.string() }),
});
recording satisfies z.ZodType<RecordingView>;

const memberExport = z.object({
  class: z.string(),
  name: z.string(),
  joinedAt: time,
  seenAt: time,
  steps: z.array(
    z.object({
      lesson: z.string(),
      step: z.string(),
      state: z.enum(["todo", "done"]),
      begunAt: time,
      doneAt: time.nullable(),
      tries: z.number().int(),
    }),
  ),
  errors: z.array(
    z.object({
      lesson: z.string(),
      step: z.string(),
      line: z.string(),
      count: z.number().int(),
    }),
  ),
  messages: z.array(
    z.object({ at: time, by: z.string(), words: z.string(), readAt: time.nullable() }),
  ),
  recordings: z.array(
    z.object({ ...recorded, bytes: z.number().int().nullable(), path: z.string() }),
  ),
  trail: z.array(
    z.object({
      at: time,
      by: z.string(),
      action: z.string(),
      detail: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
});
memberExport satisfies z.ZodType<MemberExport>;

const session = z.object({
  id: z.string(),
  kind: z.enum(["password", "oidc"]),
  browser: z.string(),
  createdAt: time,
  seenAt: time,
  current: z.boolean(),
});
session satisfies z.ZodType<InstructorSession>;

const invitation = z.object({ id: z.string(), by: z.string(), expiresAt: time });
invitation satisfies z.ZodType<Invitation>;

const ways = z.object({ first: z.boolean(), oidc: z.boolean() });
ways satisfies z.ZodType<SignInWays>;

const labActionDone = z.object({ done: z.number().int(), refused: z.number().int() });
labActionDone satisfies z.ZodType<LabActionAnswer>;

const column = z.object({
  lesson: z.string(),
  lessonTitle: z.string(),
  step: z.string(),
  title: z.string(),
});
const results = z.object({
  class: z.object({ id: z.string(), name: z.string(), startsAt: time, endsAt: time }),
  at: time,
  columns: z.array(column),
  steps: z.array(
    z.object({
      begun: z.number().int(),
      passed: z.number().int(),
      median: z.number().nullable(),
      tries: z.number().int(),
      errors: z.array(z.object({ line: z.string(), count: z.number().int() })),
    }),
  ),
  students: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      joinedAt: time,
      done: z.number().int(),
      steps: z.array(
        z.object({
          lesson: z.string(),
          step: z.string(),
          title: z.string(),
          state: z.enum(["none", "todo", "done"]),
          begunAt: time.nullable(),
          doneAt: time.nullable(),
          seconds: z.number().int().nullable(),
          tries: z.number().int(),
        }),
      ),
    }),
  ),
});
results satisfies z.ZodType<Results>;

/** A new invitation: its address below the site, with the token in the fragment, which no log sees. */
const invited = z.object({ id: z.string(), path: z.string(), expiresAt: time });

/** What routes answer. */
export const answers = {
  instructor,
  instructors: z.array(instructor),
  ways,
  sessions: z.array(session),
  invitations: z.array(invitation),
  invited,
  labActionDone,
  sent: z.object({ sent: z.number().int() }),
  results,
  class: classView,
  classes: z.array(classView),
  members: z.array(memberView),
  member: memberView,
  memberships: z.array(membership),
  entered,
  preflight,
  recordings: z.array(recording),
  exported: z.array(memberExport),
  memberExport,
  personalCode: z.object({ personalCode: z.string() }),
} as const;

/** A route's description for OpenAPI. @param body also described, never checked by it: zod answers in French. */
export function described(
  summary: string,
  answer?: keyof typeof answers,
  body?: keyof typeof bodies,
  status = 200,
) {
  return {
    summary,
    ...(body ? { body: json(bodies[body], "input") } : {}),
    response: {
      [answer ? status : 204]: answer ? json(answers[answer]) : { type: "null" },
      "4xx": problemSchema,
      "5xx": problemSchema,
    },
  };
}
