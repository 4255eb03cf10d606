import { expect, test } from "vitest";
import type { Class } from "../store/classes.ts";
import { ClassHours } from "./classHours.ts";
import { Reserve } from "./reserve.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-11-23T08:30:00Z");
const klass = { id: "c", size: 30, starts: START, ends: START + 180 * MINUTE } as Class;

test("a class has its machines a quarter of an hour before it begins, and each is made once", () => {
  const clock = { now: START - 16 * MINUTE };
  const hours = new ClassHours();
  const reserve = new Reserve(
    { least: 2, most: 2 },
    () => hours.reservations,
    () => clock.now,
  );
  hours.take([klass]);
  expect(reserve.wanted()).toBe(2);
  clock.now += 2 * MINUTE;
  expect(reserve.wanted()).toBe(30);
  for (let n = 0; n < 25; n++) reserve.asked();
  expect(reserve.wanted()).toBe(5);
  // Looked at anew and unchanged: what was taken stays taken.
  hours.take([{ ...klass, name: "autre" }]);
  expect(reserve.wanted()).toBe(5);
  hours.take([{ ...klass, size: 40 }]);
  expect(reserve.wanted()).toBe(40);
  hours.take([]);
  expect(reserve.wanted()).toBe(2);
});
