import type { Kysely } from "kysely";
import type { Tables } from "./schema.ts";

type Db = Kysely<Tables>;

/** A hand that is raised. */
export interface Hand {
  member: string;
  /** The student's own words; empty where they had none. */
  words: string;
  /** Epoch, ms. */
  since: number;
}

/** Raises a member's hand; one that is up keeps its place, and gets new words. */
export async function raiseHand(db: Db, member: string, words: string, now: number): Promise<void> {
  await db
    .insertInto("hands")
    .values({ member_id: member, words, raised_at: now })
    .onConflict((conflict) => conflict.column("member_id").doUpdateSet({ words }))
    .execute();
}

/** Takes a member's hand down. @returns whether it was up */
export async function lowerHand(db: Db, member: string): Promise<boolean> {
  const [gone] = await db.deleteFrom("hands").where("member_id", "=", member).execute();
  return Number(gone?.numDeletedRows ?? 0) > 0;
}

/** Hands that are up in a class, the longest first. */
export async function handsOf(db: Db, classId: string): Promise<Hand[]> {
  return await db
    .selectFrom("hands")
    .innerJoin("members", "members.id", "hands.member_id")
    .select(["hands.member_id as member", "hands.words", "hands.raised_at as since"])
    .where("members.class_id", "=", classId)
    .orderBy("hands.raised_at")
    .orderBy("hands.member_id")
    .execute();
}
