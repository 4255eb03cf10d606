import { expect, test } from "vitest";
import { Passes } from "./passes.ts";

const subject = { lab: "lab-0123456789", machine: "main", port: 8080, owner: "alice" };
const secret = "s".repeat(32);

test("a pass is good again and again, a ticket once", () => {
  const passes = new Passes(secret);
  const [pass, ticket] = [passes.issue("pass", subject), passes.issue("ticket", subject)];
  expect([1, 2].map(() => passes.accepts("pass", subject, pass))).toEqual([true, true]);
  expect([1, 2].map(() => passes.accepts("ticket", subject, ticket))).toEqual([true, false]);
});

test("both end: a ticket after a minute, a pass after a day", () => {
  let now = 0;
  const passes = new Passes(secret, () => now);
  const [pass, ticket] = [passes.issue("pass", subject), passes.issue("ticket", subject)];
  now = 60_000;
  expect(passes.accepts("ticket", subject, ticket)).toBe(false);
  expect(passes.accepts("pass", subject, pass)).toBe(true);
  now = 24 * 3600_000;
  expect(passes.accepts("pass", subject, pass)).toBe(false);
});

test.each([
  { ...subject, lab: "lab-9876543210" },
  { ...subject, machine: "cible" },
  { ...subject, port: 80 },
  { ...subject, owner: "bob" },
])("is for nothing else: %o", (other) => {
  const passes = new Passes(secret);
  expect(passes.accepts("pass", other, passes.issue("pass", subject))).toBe(false);
});

test("one is not the other, and nobody makes them without the key", () => {
  const passes = new Passes(secret);
  const [pass, ticket] = [passes.issue("pass", subject), passes.issue("ticket", subject)];
  expect(passes.accepts("pass", subject, ticket)).toBe(false);
  expect(passes.accepts("ticket", subject, pass)).toBe(false);
  expect(passes.accepts("pass", subject, new Passes("autre").issue("pass", subject))).toBe(false);
  const [expiry, nonce, signature] = pass.split(".") as [string, string, string];
  const forged = [
    `${Number(expiry) + 1}.${nonce}.${signature}`,
    `${expiry}.x.${signature}`,
    "",
    "a.b",
    "a.b.c",
  ];
  for (const text of forged) expect(passes.accepts("pass", subject, text), text).toBe(false);
});
