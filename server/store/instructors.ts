import type { Kysely } from "kysely";
import { hashPassword, isPassword } from "./passwords.ts";
import type { InstructorRow, Tables } from "./schema.ts";
import { newId, newToken, tokenHash } from "./secrets.ts";

type Db = Kysely<Tables>;

/** How long the links live that open an account (ms): until the next start, or a week. */
const INVITED = 7 * 24 * 3600 * 1000;

/** A name as it is signed in with: without case, odd spaces or ways to write an accent. */
export function loginOf(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/g, " ").toLocaleLowerCase("fr");
}

/** Whether anybody can sign in yet. */
export async function hasInstructors(db: Db): Promise<boolean> {
  return (
    (await db.selectFrom("instructors").select("id").limit(1).executeTakeFirst()) !== undefined
  );
}

/**
 * Makes the link that opens the first account, in place of every earlier one.
 * @returns its token; undefined when there is an account already
 */
export async function firstToken(db: Db, now: number): Promise<string | undefined> {
  if (await hasInstructors(db)) return undefined;
  await db.deleteFrom("invitations").where("invited_by", "is", null).execute();
  return (await invite(db, null, now)).token;
}

/** Makes a link that opens one account. */
export async function invite(
  db: Db,
  invitedBy: string | null,
  now: number,
): Promise<{ id: string; token: string; expiresAt: number }> {
  const token = newToken();
  const row = {
    id: newId(),
    token_hash: tokenHash(token),
    invited_by: invitedBy,
    created_at: now,
    expires_at: now + INVITED,
  };
  await db.deleteFrom("invitations").where("expires_at", "<=", now).execute();
  await db.insertInto("invitations").values(row).execute();
  return { id: row.id, token, expiresAt: row.expires_at };
}

/** Invitations that are still good, of everybody. */
export function openInvitations(db: Db, now: number) {
  return db
    .selectFrom("invitations")
    .innerJoin("instructors", "instructors.id", "invitations.invited_by")
    .select(["invitations.id", "instructors.name as by", "invitations.expires_at as expiresAt"])
    .where("invitations.expires_at", ">", now)
    .orderBy("invitations.created_at")
    .execute();
}

/** Takes an invitation back. */
export async function withdraw(db: Db, id: string): Promise<void> {
  await db.deleteFrom("invitations").where("id", "=", id).execute();
}

/** Why an account was not opened. */
export type Refusal = "bad-invitation" | "name-taken";

/**
 * Opens an account by a link, which is then used up; the first link only while there is no account.
 * Of two who use one link at one time, one comes in.
 */
export async function openAccount(
  db: Db,
  { token, name, password }: { token: string; name: string; password: string },
  now: number,
): Promise<InstructorRow | Refusal> {
  const used = tokenHash(token);
  const good = await db
    .selectFrom("invitations")
    .select("id")
    .where("token_hash", "=", used)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  // Hashing costs: nobody without a link may ask for it.
  if (!good) return "bad-invitation";
  const password_hash = await hashPassword(password);
  return await db.transaction().execute(async (transaction) => {
    const login = loginOf(name);
    const taken = await byLogin(transaction, login);
    if (taken) return "name-taken";
    const invitation = await transaction
      .deleteFrom("invitations")
      .where("token_hash", "=", used)
      .returning("invited_by")
      .executeTakeFirst();
    if (!invitation) return "bad-invitation";
    if (invitation.invited_by === null && (await hasInstructors(transaction)))
      return "bad-invitation";
    return await add(transaction, { name, password_hash, subject: null }, now);
  });
}

/** The account of somebody whom an OpenID Connect provider vouches for, opened at their first visit. */
export async function accountOf(
  db: Db,
  { subject, name }: { subject: string; name: string },
  now: number,
): Promise<InstructorRow> {
  return await db.transaction().execute(async (transaction) => {
    const known = await transaction
      .selectFrom("instructors")
      .selectAll()
      .where("subject", "=", subject)
      .executeTakeFirst();
    if (known) return known;
    // Two people of one name are two people.
    let free = name;
    for (let n = 2; await byLogin(transaction, loginOf(free)); n++) free = `${name} (${n})`;
    return await add(transaction, { name: free, password_hash: null, subject }, now);
  });
}

/** Who has this name and this password; undefined, after as long a time, when nobody has. */
export async function bySignIn(
  db: Db,
  name: string,
  password: string,
): Promise<InstructorRow | undefined> {
  const found = await byLogin(db, loginOf(name));
  return (await isPassword(password, found?.password_hash ?? null)) ? found : undefined;
}

/** Gives an account another password. */
export async function setPassword(db: Db, id: string, password: string): Promise<void> {
  const password_hash = await hashPassword(password);
  await db.updateTable("instructors").set({ password_hash }).where("id", "=", id).execute();
}

/** Names of all accounts, by which a class is shared. */
export function listInstructors(db: Db) {
  return db.selectFrom("instructors").select(["id", "name"]).orderBy("login").execute();
}

function byLogin(db: Db, login: string): Promise<InstructorRow | undefined> {
  return db.selectFrom("instructors").selectAll().where("login", "=", login).executeTakeFirst();
}

async function add(
  db: Db,
  { name, ...rest }: Pick<InstructorRow, "name" | "password_hash" | "subject">,
  now: number,
): Promise<InstructorRow> {
  const shown = name.normalize("NFKC").trim().replace(/\s+/g, " ");
  const row = { id: newId(), name: shown, login: loginOf(name), ...rest, created_at: now };
  await db.insertInto("instructors").values(row).execute();
  return row;
}
