import { describe, expect, test } from "vitest";
import { StartGate } from "./gate.ts";

/** Work that ends when it is told to. */
function work() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const state = { begun: false, end: resolve };
  const run = () => {
    state.begun = true;
    return promise;
  };
  return { state, run };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("StartGate", () => {
  test("serves in the order of asking, and tells each its place", async () => {
    const gate = new StartGate(1);
    const works = [work(), work(), work()];
    const places: number[][] = [[], [], []];
    const done = works.map(({ run }, i) => gate.start(run, (place) => places[i]?.push(place)));
    expect(gate.length).toBe(2);
    for (const { state } of works) {
      await turn();
      expect(state.begun).toBe(true);
      state.end();
    }
    await Promise.all(done);
    expect(places).toEqual([[0], [1, 0], [2, 1, 0]]);
  });

  test("lets what nobody waits for wait", async () => {
    const gate = new StartGate(1);
    const [start, ahead] = [work(), work()];
    const first = gate.start(start.run, () => undefined);
    const second = gate.aside(ahead.run);
    await turn();
    expect(ahead.state.begun).toBe(false);
    start.state.end();
    await first;
    await turn();
    expect(ahead.state.begun).toBe(true);
    ahead.state.end();
    await second;
  });

  test("does not make a start wait for work ahead of need", async () => {
    const gate = new StartGate(1);
    const [ahead, start] = [work(), work()];
    const first = gate.aside(ahead.run);
    await turn();
    const second = gate.start(start.run, () => undefined);
    await turn();
    expect(start.state.begun).toBe(true);
    start.state.end();
    ahead.state.end();
    await Promise.all([first, second]);
  });

  test("goes on after a failure", async () => {
    const gate = new StartGate(1);
    const fail = () => Promise.reject(new Error("non"));
    await expect(gate.start(fail, () => undefined)).rejects.toThrow("non");
    await expect(gate.aside(fail)).rejects.toThrow("non");
    await expect(
      gate.start(
        async () => 1,
        () => undefined,
      ),
    ).resolves.toBe(1);
  });
});

test("tells how long a start takes here, by those that went well of late", async () => {
  const gate = new StartGate(1);
  expect(gate.pace).toBeUndefined();
  const moved = () => undefined;
  await expect(gate.start(() => Promise.reject(new Error("raté")), moved)).rejects.toThrow();
  expect(gate.pace).toBeUndefined();
  await gate.start(() => Promise.resolve(), moved);
  expect(gate.pace).toBeGreaterThanOrEqual(0);
});
