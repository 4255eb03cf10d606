import { expect, test } from "vitest";
import { listensOn, portsFound } from "./port-words.ts";

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
