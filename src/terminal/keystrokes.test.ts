import fc from "fast-check";
import { expect, test } from "vitest";
import { LIMITS } from "../../server/protocol.ts";
import { Keystrokes } from "./keystrokes.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (parts: Iterable<Uint8Array>) =>
  [...parts].map((part) => new TextDecoder().decode(part)).join("");

test("sends what is typed once, and again only what did not come", () => {
  const keys = new Keystrokes();
  for (const part of ["ab", "cd"]) keys.add(bytes(part), true);
  expect(text(keys.send())).toBe("abcd");
  expect([text(keys.send()), keys.sent, keys.unsure]).toEqual(["", 4, true]);
  keys.add(bytes("ef"), false);
  expect(keys.resume(3)).toBe(true);
  expect(text(keys.send())).toBe("def");
  keys.came(6);
  expect([keys.resume(6), text(keys.send()), keys.unsure]).toEqual([true, "", false]);
});

test("gives up what may have come to a server that is no more, and says so", () => {
  const keys = new Keystrokes();
  keys.add(bytes("rm"), true);
  expect(text(keys.send())).toBe("rm");
  keys.add(bytes("ls"), false);
  expect(keys.resume(undefined)).toBe(false);
  expect(text(keys.send())).toBe("ls");
});

test("takes too much not at all", () => {
  const keys = new Keystrokes();
  expect(keys.add(new Uint8Array(LIMITS.typedWindow), false)).toBe(true);
  expect(keys.add(bytes("x"), false)).toBe(false);
  expect(keys.add(bytes("x"), true)).toBe(true);
});

test("has never more on the way than the window, and all comes in order whatever is cut", () => {
  const step = fc.oneof(
    fc.record({ type: fc.nat(90_000) }),
    fc.record({ hear: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ cut: fc.double({ min: 0, max: 1, noNaN: true }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const keys = new Keystrokes();
      const server: number[] = [];
      let [typed, told] = [0, 0];
      const flight: number[] = [];
      const arrive = (share: number) => server.push(...flight.splice(0, flight.length * share));
      const send = () => {
        for (const part of keys.send()) flight.push(...part);
        expect(keys.sent - told).toBeLessThanOrEqual(LIMITS.typedWindow);
      };
      for (const action of [...steps, { hear: 1 }, { hear: 1 }]) {
        if ("type" in action) {
          const part = Uint8Array.from({ length: action.type }, () => typed++ % 251);
          keys.add(part, true);
        } else if ("hear" in action) {
          arrive(action.hear);
          keys.came((told = server.length));
        } else {
          arrive(action.cut);
          flight.length = 0;
          keys.resume((told = server.length));
        }
        send();
      }
      while (flight.length > 0) {
        arrive(1);
        keys.came((told = server.length));
        send();
      }
      expect(server.length).toBe(typed);
      expect(server.every((value, index) => value === index % 251)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
