import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  accountOf,
  bySignIn,
  firstToken,
  hasInstructors,
  invite,
  openAccount,
  openInvitations,
  setPassword,
  withdraw,
} from "./instructors.ts";
import type { InstructorRow } from "./schema.ts";
import { beginSession, bySession, openSessions, revokeSessions } from "./sessions.ts";
import type { Store } from "./store.ts";
import { Bases, KINDS } from "./testing/bases.ts";

// A PostgreSQL on a machine at work takes its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const NOW = 1_763_800_000_000;
const HOUR = 3_600_000;
const password = "un long mot de passe";

describe.each(KINDS)("on %s", (kind) => {
  let bases: Bases;
  let db: Store["db"];
  beforeAll(async () => void (bases = await Bases.of(kind)), 60_000);
  afterAll(() => bases.close());
  beforeEach(async () => void ({ db } = await bases.open()));

  async function zoe(): Promise<InstructorRow> {
    const token = (await firstToken(db, NOW)) ?? "";
    return (await openAccount(db, { token, name: "Zoé Martin", password }, NOW)) as InstructorRow;
  }

  test("the first link opens one account, once; an earlier one is gone", async () => {
    const [old, token] = [await firstToken(db, NOW), await firstToken(db, NOW)];
    expect(await openAccount(db, { token: old!, name: "A", password }, NOW)).toBe("bad-invitation");
    const two = ["Zoé", "Ali"].map((name) =>
      openAccount(db, { token: token!, name, password }, NOW),
    );
    const outcomes = await Promise.all(two);
    expect(outcomes.filter((each) => each === "bad-invitation")).toHaveLength(1);
    expect([await hasInstructors(db), await firstToken(db, NOW)]).toEqual([true, undefined]);
  });

  test("a name is signed in with however it is typed, and only with its password", async () => {
    const { id, password_hash } = await zoe();
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await bySignIn(db, "  ZOÉ  martin ", password))?.id).toBe(id);
    expect(await bySignIn(db, "Zoé Martin", `${password}!`)).toBeUndefined();
    expect(await bySignIn(db, "Personne", password)).toBeUndefined();
    await setPassword(db, id, "un autre mot de passe");
    expect(await bySignIn(db, "Zoé Martin", password)).toBeUndefined();
    expect(await bySignIn(db, "Zoé Martin", "un autre mot de passe")).toBeDefined();
  });

  test("invitations run out, are withdrawn, and do not give a name twice", async () => {
    const { id } = await zoe();
    const one = await invite(db, id, NOW);
    const account = { token: one.token, name: "zoé MARTIN", password };
    expect(await openAccount(db, account, NOW)).toBe("name-taken");
    expect(await openInvitations(db, NOW)).toMatchObject([{ id: one.id, by: "Zoé Martin" }]);
    const late = one.expiresAt + 1;
    expect(await openAccount(db, { ...account, name: "Ali" }, late)).toBe("bad-invitation");
    await withdraw(db, one.id);
    expect(await openAccount(db, { ...account, name: "Ali" }, NOW)).toBe("bad-invitation");
  });

  test("whom a provider vouches for has one account, under a name of its own", async () => {
    const { id } = await zoe();
    const met = await accountOf(db, { subject: "https://id ab", name: "Zoé Martin" }, NOW);
    expect([met.id === id, met.name]).toEqual([false, "Zoé Martin (2)"]);
    const again = await accountOf(db, { subject: "https://id ab", name: "Autre" }, NOW);
    expect(again.id).toBe(met.id);
    expect(await bySignIn(db, "Zoé Martin (2)", "")).toBeUndefined();
  });

  test("a session holds, changes its token, and ends by age, by idleness, by hand", async () => {
    const { id } = await zoe();
    const token = await beginSession(db, id, "password", "Firefox", NOW);
    expect(await bySession(db, token, NOW)).toMatchObject({ instructor: { id }, token: undefined });
    expect(await bySession(db, "autre", NOW)).toBeUndefined();

    const later = NOW + 2 * HOUR;
    const next = (await bySession(db, token, later))?.token ?? "";
    expect(next).not.toBe("");
    expect(await bySession(db, token, later + 1000)).toMatchObject({ token: undefined });
    expect(await bySession(db, token, later + 120_000)).toBeUndefined();
    expect(await bySession(db, next, later + 120_000)).toBeDefined();
    expect(await bySession(db, next, later + 26 * HOUR)).toBeUndefined();
    expect(await bySession(db, next, NOW + 8 * 24 * HOUR)).toBeUndefined();

    const other = await beginSession(db, id, "password", "Chrome", later);
    expect(await openSessions(db, id, later)).toHaveLength(2);
    const kept = (await bySession(db, other, later))!.session;
    expect(await revokeSessions(db, id, { allBut: kept }, later)).toBe(1);
    expect(await bySession(db, next, later + 1000)).toBeUndefined();
    expect(await revokeSessions(db, "quelqu’un d’autre", { only: kept }, later)).toBe(0);
    expect(await revokeSessions(db, id, { only: kept }, later)).toBe(1);
    expect(await bySession(db, other, later)).toBeUndefined();
  });
});
