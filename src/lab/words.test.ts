import { expect, test } from "vitest";
import { inQueue, listensOn, portsFound, remaining, warningOf } from "./words.ts";

const NOW = Date.parse("2026-01-01T12:00:00Z");

test.each([
  ["2026-01-01T13:02:05Z", "62:05"],
  ["2026-01-01T12:00:09.4Z", "0:09"],
  ["2026-01-01T11:00:00Z", "0:00"],
])("%s leaves %s", (expiresAt, expected) => expect(remaining(expiresAt, NOW)).toBe(expected));

test.each([
  [0, "Rien n’écoute dans le lab."],
  [1, "Un port écoute."],
  [3, "3 ports écoutent."],
])("%i ports are told as « %s »", (count, text) => expect(portsFound(count)).toBe(text));

test.each([
  ["*", "toutes les adresses"],
  ["0.0.0.0", "toutes les adresses"],
  ["127.0.0.1", "127.0.0.1"],
])("%s listens on %s", (address, text) => expect(listensOn(address)).toBe(text));

test.each([
  [undefined, "Quelques secondes"],
  [1, "vous êtes le prochain"],
  [4, "3 avant vous"],
])("place %s in the queue is told as « %s »", (place, text) =>
  expect(inQueue(place)).toContain(text),
);

test("only a near end is announced, and how to put it off", () => {
  expect(warningOf(null)).toBe("");
  expect(warningOf("idle")).toContain("Une touche");
  expect(warningOf("ttl")).toContain("Prolonger");
});
