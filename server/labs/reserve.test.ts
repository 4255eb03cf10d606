import { expect, test } from "vitest";
import { parseBounds, parseReservations, Reserve } from "./reserve.ts";

const MINUTE = 60_000;

/** A reserve at an hour that the test turns. */
function at(bounds: string, reservations = "") {
  const clock = { now: Date.parse("2026-11-23T08:00") };
  const parsed = parseReservations(reservations) ?? [];
  const reserve = new Reserve(
    parseBounds(bounds) ?? { least: NaN, most: NaN },
    () => parsed,
    () => clock.now,
  );
  const asked = (times: number) => Array.from({ length: times }, () => reserve.asked());
  return { clock, asked, wanted: () => reserve.wanted() };
}

test("a fixed size stays what it is", () => {
  const { asked, wanted } = at("2");
  asked(9);
  expect(wanted()).toBe(2);
});

test("within bounds it follows what was asked for in the last minutes, and comes down again", () => {
  const { clock, asked, wanted } = at("1-6");
  expect(wanted()).toBe(1);
  asked(4);
  expect(wanted()).toBe(4);
  asked(4);
  expect(wanted()).toBe(6);
  clock.now += 6 * MINUTE;
  expect(wanted()).toBe(1);
});

test("a class finds its machines in its hours, and each is made once", () => {
  const { clock, asked, wanted } = at("2", "30@2026-11-23T08:30/2026-11-23T12:00");
  expect(wanted()).toBe(2);
  clock.now += 30 * MINUTE;
  expect(wanted()).toBe(30);
  asked(25);
  expect(wanted()).toBe(5);
  asked(10);
  expect(wanted()).toBe(2);
  clock.now += 210 * MINUTE;
  expect(wanted()).toBe(2);
});

test.each(["", "-1", "3-2", "deux", "1-2-3", "1000"])("%j is no bounds", (text) =>
  expect(parseBounds(text)).toBeUndefined(),
);

test.each([
  "30",
  "30@demain",
  "0@2026-11-23T08:30/2026-11-23T12:00",
  "30@2026-11-23T12:00/2026-11-23T08:30",
  "30@2026-13-23T08:30/2026-11-23T12:00",
])("%j is no reservation", (text) => expect(parseReservations(text)).toBeUndefined());

test("reservations are read, with or without a time zone", () => {
  const [first, second] =
    parseReservations(
      "30@2026-11-23T08:30Z/2026-11-23T12:00+01:00, 8@2026-11-24T08:30/2026-11-24T12:00",
    ) ?? [];
  expect(first).toEqual({
    machines: 30,
    from: Date.UTC(2026, 10, 23, 8, 30),
    until: Date.UTC(2026, 10, 23, 11),
  });
  expect(second?.machines).toBe(8);
});
