import { expect, test } from "vitest";
import { Guesses } from "./guesses.ts";

/** Guesses at an hour that the test turns; waits are noted, not waited. */
function at(limits: { free: number; most: number; inAll: number }) {
  const clock = { now: 1_000_000 };
  const waits: number[] = [];
  const guesses = new Guesses(
    limits,
    () => clock.now,
    async (ms) => void waits.push(ms),
  );
  const wrong = (key: string) => guesses.try(key, async () => undefined);
  const right = (key: string) => guesses.try(key, async () => "oui");
  return { clock, waits, wrong, right };
}

test("waits grow from the failures that are free on, then it is refused, for ten minutes", async () => {
  const { clock, waits, wrong, right } = at({ free: 2, most: 6, inAll: 100 });
  for (let n = 0; n < 6; n++) await wrong("a");
  expect(waits).toEqual([250, 500, 1000, 2000]);
  await expect(wrong("a")).rejects.toMatchObject({ code: "too-many-guesses", retryAfter: 600 });
  await expect(right("a")).rejects.toMatchObject({ code: "too-many-guesses" });
  expect(await right("b")).toBe("oui");
  clock.now += 10 * 60_000;
  expect(await right("a")).toBe("oui");
});

test("what succeeds counts for nothing: a room comes in through one address", async () => {
  const { waits, right } = at({ free: 2, most: 6, inAll: 4 });
  for (let n = 0; n < 50; n++) await right("a");
  expect(waits).toEqual([]);
});

test("many tries at once are slowed down as if each had failed", async () => {
  const { waits, wrong } = at({ free: 1, most: 9, inAll: 100 });
  await Promise.all(Array.from({ length: 4 }, () => wrong("a")));
  expect(waits).toEqual([250, 500, 1000]);
});

test("an attack from many places slows everybody a little, and refuses nobody", async () => {
  const { waits, wrong, right } = at({ free: 2, most: 6, inAll: 3 });
  for (const key of ["a", "b", "c"]) await wrong(key);
  expect(await right("d")).toBe("oui");
  expect(waits).toEqual([1000]);
});
