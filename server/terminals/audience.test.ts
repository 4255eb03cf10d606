import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LIMITS, type ServerFrame } from "../protocol.ts";
import { Audience } from "./audience.ts";
import { Ring } from "./ring.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const size = { cols: 80, rows: 24 };

function setUp() {
  const ring = new Ring(LIMITS.ring);
  const flow: boolean[] = [];
  const audience = new Audience(ring, {
    resize: () => undefined,
    flow: (on) => void flow.push(on),
  });
  const say = (bytes: string | Buffer) => {
    const chunk = Buffer.from(bytes);
    ring.append(chunk, audience.needed);
    audience.grown(chunk);
  };
  const join = async (from = 0, writer?: string) => {
    const chunks: Buffer[] = [];
    const frames: ServerFrame[] = [];
    const closed: number[] = [];
    const socket = {
      send: (data: Buffer) => void chunks.push(data),
      tell: (frame: ServerFrame) => void frames.push(frame),
      close: (code: number) => void closed.push(code),
    };
    const named = writer ? { writer: { name: writer, sent: 0 } } : {};
    const viewer = audience.enter({ socket, size, from, ...named });
    await audience.greet(viewer, undefined);
    return { viewer, chunks, frames, closed, text: () => Buffer.concat(chunks).toString() };
  };
  /** Somebody who only looks on. */
  const watch = async (from = 0) => {
    const chunks: Buffer[] = [];
    const frames: ServerFrame[] = [];
    const socket = {
      send: (data: Buffer) => void chunks.push(data),
      tell: (frame: ServerFrame) => void frames.push(frame),
      close: () => undefined,
    };
    const size = { cols: 20, rows: 5 };
    const viewer = audience.enter({ socket, size, from, watch: { mayType: () => false } });
    await audience.greet(viewer, undefined);
    return { viewer, chunks, frames, bytes: () => Buffer.concat(chunks).length };
  };
  return { ring, audience, flow, say, join, watch };
}

test("sends a key's echo at once, and gathers what follows within a few milliseconds", async () => {
  const { say, join } = setUp();
  const { chunks, text } = await join();
  say("l");
  expect(text()).toBe("l");
  for (const part of ["a", "b", "c"]) say(part);
  expect(chunks).toHaveLength(1);
  vi.advanceTimersByTime(4);
  expect(chunks.map(String)).toEqual(["l", "abc"]);
  vi.advanceTimersByTime(4);
  say("s");
  expect(chunks.map(String)).toEqual(["l", "abc", "s"]);
});

test("does not let a flood wait for the clock", async () => {
  const { say, join } = setUp();
  const { chunks } = await join();
  for (let i = 0; i < 10; i++) say(Buffer.alloc(10_000));
  expect(chunks.map(({ length }) => length)).toEqual([10_000, 40_000, 40_000]);
});

test("gives somebody who comes in the middle of a gathering every byte once", async () => {
  const { say, join } = setUp();
  const first = await join();
  say("un ");
  say("deux ");
  const second = await join();
  say("trois");
  vi.advanceTimersByTime(10);
  expect([first.text(), second.text()]).toEqual(["un deux trois", "un deux trois"]);
});

test("waits for one whose connection was cut, keeps what it lacks, then goes on without", async () => {
  const { ring, audience, flow, say, join } = setUp();
  const { viewer } = await join();
  say("avant");
  audience.acked(viewer, 5);
  audience.leave(viewer, true);
  say(Buffer.alloc(LIMITS.highWatermark + 1));
  expect(flow).toEqual([false]);
  expect(ring.since(5)).toHaveLength(LIMITS.highWatermark + 1);
  const back = await join(5);
  expect(back.frames[0]).toMatchObject({ mode: "replay", offset: 5 });
  audience.acked(back.viewer, ring.end);
  expect(flow).toEqual([false, true]);
  audience.leave(back.viewer, true);
  say(Buffer.alloc(LIMITS.highWatermark + 1));
  vi.advanceTimersByTime(10_000);
  expect(flow).toEqual([false, true, false, true]);
});

test("a flood waits for one for whom the screen is being drawn, who then lacks nothing", async () => {
  const { ring, flow, say, join } = setUp();
  say(Buffer.alloc(2 * LIMITS.ring, "x"));
  const late = join(0);
  say(Buffer.alloc(LIMITS.highWatermark + 1, "y"));
  expect(flow).toEqual([false]);
  await vi.advanceTimersByTimeAsync(1_000);
  const { frames, chunks } = await late;
  expect(frames[0]).toMatchObject({ mode: "snapshot", offset: 2 * LIMITS.ring });
  expect(chunks.at(-1)).toHaveLength(LIMITS.highWatermark + 1);
  expect(ring.end).toBe(2 * LIMITS.ring + LIMITS.highWatermark + 1);
});

test("does not wait for one who left politely", async () => {
  const { audience, flow, say, join } = setUp();
  const { viewer } = await join();
  audience.leave(viewer, false);
  say(Buffer.alloc(2 * LIMITS.highWatermark));
  expect(flow).toEqual([]);
});

test("a writer that comes back over another connection takes its old place", async () => {
  const { say, join } = setUp();
  const old = await join(0, "writer-1");
  const other = await join(0, "writer-2");
  const back = await join(0, "writer-1");
  say("suite");
  expect([old.closed, other.closed, back.closed]).toEqual([[1000], [], []]);
  expect([old.text(), other.text(), back.text()]).toEqual(["", "suite", "suite"]);
});

test("who only looks on neither sizes the terminal nor paces its shell, and is told the size", async () => {
  const { audience, flow, say, join, watch } = setUp();
  const { viewer } = await join();
  const guest = await watch();
  expect(guest.frames).toMatchObject([
    { type: "hello", readonly: true },
    { type: "size", ...size },
  ]);
  audience.resized(guest.viewer, { cols: 2, rows: 2 });
  expect(audience.size).toEqual(size);
  for (let i = 0; i < 100; i++) {
    say(Buffer.alloc(10_000));
    audience.acked(viewer, viewer.sent);
  }
  expect(flow).toEqual([]);
  expect(audience.needed).toBe(viewer.acked);
  // It was sent the watermark, and no more until it has caught up.
  expect(guest.bytes()).toBeLessThanOrEqual(LIMITS.highWatermark + 20_000);
});

test("who looks on and was too slow gets the screen anew once it has caught up", async () => {
  vi.useRealTimers();
  const { audience, ring, say, watch } = setUp();
  const guest = await watch();
  for (let i = 0; i < 60; i++) say(Buffer.alloc(10_000, "x"));
  expect(guest.viewer.sent).toBeGreaterThan(LIMITS.highWatermark);
  for (let i = 0; i < 60; i++) say(Buffer.alloc(10_000, "y"));
  say("fin");
  expect(guest.viewer.sent).toBeLessThan(ring.end);
  audience.acked(guest.viewer, guest.viewer.sent);
  await expect.poll(() => guest.chunks.at(-1)?.toString()).toContain("fin");
  expect(guest.viewer.sent).toBe(ring.end);
  const hello = guest.frames.filter(({ type }) => type === "hello").at(-1);
  expect(hello).toMatchObject({ mode: "snapshot" });
});

test("who looks on at a flood that leaves nothing kept for them gets the screen a little later", async () => {
  vi.useRealTimers();
  const { ring, say, watch } = setUp();
  const guest = await watch();
  say(Buffer.alloc(400_000, "x"));
  say("fin");
  await expect.poll(() => guest.chunks.at(-1)?.toString()).toContain("fin");
  expect(guest.viewer.sent).toBe(ring.end);
});
