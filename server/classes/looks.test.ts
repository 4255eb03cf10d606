import { beforeEach, expect, test } from "vitest";
import type { KeyboardState } from "../protocol.ts";
import type { AuditEntry } from "../store/audit.ts";
import { type Look, Looks } from "./looks.ts";

const LEA = { id: "m1", name: "Léa" };
const ZOE = { id: "i1", name: "Zoé" };

let noted: AuditEntry[];
let told: KeyboardState[];
let looks: Looks;
let look: Look;
let now: number;
let reviewed: number;

beforeEach(() => {
  [noted, told, now, reviewed] = [[], [], 1_000_000, 0];
  looks = new Looks({
    note: (entry) => noted.push(entry),
    changed: () => undefined,
    now: () => now,
  });
  const place = { class: "c1", member: LEA, by: ZOE, terminal: "main" };
  look = looks.begin(place, { tell: (state) => told.push(state), review: () => reviewed++ });
});

const trail = () => noted.map(({ by, action }) => `${by.name} ${action}`);

test("the keyboard is asked for, refused, asked for again, granted, and given back", () => {
  expect(looks.answer("m1", look.id, "grant")).toBe(false);
  looks.ask(look, true);
  looks.ask(look, true);
  expect(looks.answer("m2", look.id, "grant")).toBe(false);
  expect(looks.answer("m1", look.id, "refuse")).toBe(true);
  looks.ask(look, true);
  expect(looks.answer("m1", look.id, "grant")).toBe(true);
  looks.ask(look, false);
  expect(told).toEqual(["asked", "refused", "asked", "held", "none"]);
  expect(trail()).toEqual([
    "Zoé look-begun",
    "Zoé keyboard-asked",
    "Léa keyboard-refused",
    "Zoé keyboard-asked",
    "Léa keyboard-granted",
    "Zoé keyboard-returned",
  ]);
});

test("the student takes the keyboard back, and no line of the trail makes them an instructor", () => {
  looks.ask(look, true);
  looks.answer("m1", look.id, "grant");
  expect(looks.answer("m1", look.id, "back")).toBe(true);
  expect(look.keyboard).toBe("none");
  expect(noted.filter(({ by }) => by.name === "Léa").every(({ by }) => !("id" in by))).toBe(true);
});

test("the end of a look ends what was granted, and says how long it was", () => {
  looks.ask(look, true);
  looks.answer("m1", look.id, "grant");
  now += 65_000;
  looks.end(look);
  looks.end(look);
  expect(look.keyboard).toBe("none");
  expect(looks.of("c1")).toEqual([]);
  expect(trail().slice(-2)).toEqual(["Zoé keyboard-returned", "Zoé look-ended"]);
  expect(noted.at(-1)?.detail).toEqual({ terminal: "main", seconds: 65 });
  looks.ask(look, true);
  expect(look.keyboard).toBe("none");
});

test("a change of the class has its looks reviewed, and no others", () => {
  looks.review("c2");
  expect(reviewed).toBe(0);
  looks.review("c1");
  expect(reviewed).toBe(1);
  looks.end(look);
  looks.review("c1");
  expect(reviewed).toBe(1);
});
