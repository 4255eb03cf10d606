import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Sizing, type Size } from "./sizing.ts";

const START = { cols: 80, rows: 24 };

/** A place whose room a test changes, and what came of it. */
function place() {
  const seen = { room: START as Size | null, applied: [] as Size[], told: [] as Size[] };
  const sizing = new Sizing(START, {
    room: () => seen.room,
    apply: (size) => seen.applied.push(size),
    tell: (size) => seen.told.push(size),
  });
  return { seen, sizing };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("follows its place at once, and tells the shell once it is calm", () => {
  const { seen, sizing } = place();
  sizing.connect();
  sizing.connected();
  seen.applied.length = 0;
  for (let cols = 81; cols <= 90; cols++) {
    seen.room = { cols, rows: 24 };
    sizing.fit();
  }
  expect(seen.applied).toHaveLength(10);
  expect(seen.told).toEqual([]);
  vi.runAllTimers();
  expect(seen.told).toEqual([{ cols: 90, rows: 24 }]);
});

test("a place that is not shown, or as it was, changes nothing", () => {
  const { seen, sizing } = place();
  sizing.fit();
  seen.room = null;
  sizing.fit();
  vi.runAllTimers();
  expect(seen).toMatchObject({ applied: [], told: [] });
});

test("takes what another viewer leaves, without telling it as its own", () => {
  const { seen, sizing } = place();
  sizing.connect();
  sizing.connected();
  seen.applied.length = 0;
  expect(sizing.granted({ cols: 60, rows: 20 })).toBe(true);
  sizing.fit();
  vi.runAllTimers();
  expect(seen.applied).toEqual([{ cols: 60, rows: 20 }]);
  expect(seen.told).toEqual([]);
  expect(sizing.granted(START)).toBe(false);
});

test("tells what has changed while there was no connection, once there is one", () => {
  const { seen, sizing } = place();
  sizing.granted({ cols: 60, rows: 20 });
  expect(sizing.connect()).toEqual(START);
  seen.room = { cols: 100, rows: 30 };
  sizing.fit();
  vi.runAllTimers();
  expect(seen.told).toEqual([]);
  sizing.connected();
  expect(seen.applied.at(-1)).toEqual(seen.room);
  expect(seen.told).toEqual([seen.room]);
  sizing.disconnected();
  seen.room = START;
  sizing.fit();
  vi.runAllTimers();
  expect(sizing.connect()).toEqual(START);
  sizing.connected();
  expect(seen.told).toHaveLength(1);
});
