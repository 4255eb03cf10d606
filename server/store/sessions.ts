import type { Kysely } from "kysely";
import type { InstructorRow, SessionRow, Tables } from "./schema.ts";
import { newId, newToken, tokenHash } from "./secrets.ts";

type Db = Kysely<Tables>;

const MINUTE = 60_000;
/** A session ends at this age, however much it is used, and before when nobody used it for so long (ms). */
const LIFE = 7 * 24 * 60 * MINUTE;
const IDLE = 24 * 60 * MINUTE;
/** Age at which a token is changed for another, and for how long the old one still does for what was under way (ms). */
const ROTATE = 60 * MINUTE;
const OVERLAP = MINUTE;
/** How exactly it is known when a session was last used (ms): not every request is worth a write. */
const SEEN = MINUTE;

/** An instructor whose session holds. */
export interface SignedIn {
  instructor: Pick<InstructorRow, "id" | "name">;
  session: string;
  /** The token that the browser is to have from now on, when it was time to change it. */
  token: string | undefined;
}

/** Begins a session. @param browser what the browser calls itself @returns the token, which is stored nowhere */
export async function beginSession(
  db: Db,
  instructor: string,
  kind: SessionRow["kind"],
  browser: string,
  now: number,
): Promise<string> {
  const token = newToken();
  await db.deleteFrom("sessions").where("expires_at", "<=", now).execute();
  await db
    .insertInto("sessions")
    .values({
      id: newId(),
      token_hash: tokenHash(token),
      previous_hash: null,
      instructor_id: instructor,
      kind,
      browser,
      created_at: now,
      rotated_at: now,
      seen_at: now,
      expires_at: now + LIFE,
      revoked_at: null,
    })
    .execute();
  return token;
}

/**
 * Who has this token; undefined when the session is over, revoked, or was never there.
 * @param mayRotate whether the answer can carry another token: that of a WebSocket's handshake cannot
 */
export async function bySession(
  db: Db,
  token: string,
  now: number,
  mayRotate = true,
): Promise<SignedIn | undefined> {
  const hash = tokenHash(token);
  const found = await db
    .selectFrom("sessions")
    .innerJoin("instructors", "instructors.id", "sessions.instructor_id")
    .select([
      "sessions.id",
      "sessions.token_hash",
      "sessions.rotated_at",
      "sessions.seen_at",
      "instructors.id as instructor",
      "instructors.name",
    ])
    .where((each) => each.or([each("token_hash", "=", hash), each("previous_hash", "=", hash)]))
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .where("seen_at", ">", now - IDLE)
    .executeTakeFirst();
  if (!found) return undefined;
  const current = found.token_hash === hash;
  if (!current && now - found.rotated_at > OVERLAP) return undefined;
  const signedIn = {
    instructor: { id: found.instructor, name: found.name },
    session: found.id,
    token: undefined,
  };
  if (mayRotate && current && now - found.rotated_at > ROTATE)
    return { ...signedIn, token: await rotate(db, found.id, hash, now) };
  if (now - found.seen_at > SEEN)
    await db.updateTable("sessions").set({ seen_at: now }).where("id", "=", found.id).execute();
  return signedIn;
}

/** @returns the new token; undefined when another request was first */
async function rotate(db: Db, id: string, old: string, now: number): Promise<string | undefined> {
  const token = newToken();
  const { numUpdatedRows } = await db
    .updateTable("sessions")
    .set({ token_hash: tokenHash(token), previous_hash: old, rotated_at: now, seen_at: now })
    .where("id", "=", id)
    .where("token_hash", "=", old)
    .executeTakeFirst();
  return numUpdatedRows > 0n ? token : undefined;
}

/** Sessions of an instructor that hold, the latest first. */
export function openSessions(db: Db, instructor: string, now: number) {
  return db
    .selectFrom("sessions")
    .select(["id", "kind", "browser", "created_at as createdAt", "seen_at as seenAt"])
    .where("instructor_id", "=", instructor)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .where("seen_at", ">", now - IDLE)
    .orderBy("seen_at", "desc")
    .execute();
}

/** Ends sessions of an instructor: one, or all but one. @returns how many ended */
export async function revokeSessions(
  db: Db,
  instructor: string,
  which: { only: string } | { allBut: string },
  now: number,
): Promise<number> {
  const mine = db
    .updateTable("sessions")
    .set({ revoked_at: now })
    .where("instructor_id", "=", instructor)
    .where("revoked_at", "is", null);
  const chosen =
    "only" in which ? mine.where("id", "=", which.only) : mine.where("id", "!=", which.allBut);
  return Number((await chosen.executeTakeFirst()).numUpdatedRows);
}
