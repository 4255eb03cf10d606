import { expect, test } from "vitest";
import { inQueue } from "./notices.ts";

test.each([
  [undefined, "Quelques secondes"],
  [1, "vous êtes le prochain"],
  [4, "3 avant vous"],
])("place %s in the queue is told as « %s »", (place, text) =>
  expect(inQueue(place)).toContain(text),
);
