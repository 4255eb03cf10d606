import { expect, test } from "vitest";
import { fromField, span, toField } from "./dates.ts";

test("a field's moment is the same after a round trip, wherever the browser is", () => {
  const iso = "2026-11-23T08:30:00.000Z";
  expect(toField(iso)).toMatch(/^2026-11-2\dT\d\d:\d\d$/);
  expect(fromField(toField(iso))).toBe(iso);
});

test("hours of one day name it once", () => {
  const at = (value: string) => fromField(value);
  expect(span(at("2026-11-23T09:30"), at("2026-11-23T12:30"))).toBe(
    "23 novembre 2026, de 09:30 à 12:30",
  );
  expect(span(at("2026-11-23T09:30"), at("2026-11-24T12:30"))).toMatch(/^du 23 .* au 24 /);
});
