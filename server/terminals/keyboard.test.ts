import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LIMITS, type ServerFrame } from "../protocol.ts";
import type { Shell } from "../lxd/shell.ts";
import { Keyboard } from "./keyboard.ts";
import type { Guest, Viewer } from "./viewers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(pendingInput = 0) {
  const written: string[] = [];
  const frames: ServerFrame[] = [];
  const closed: number[] = [];
  const shell = { pendingInput, write: (data: Buffer) => void written.push(String(data)) };
  const socket = {
    send: () => undefined,
    tell: (frame: ServerFrame) => void frames.push(frame),
    close: (code: number) => void closed.push(code),
  };
  const size = { cols: 80, rows: 24 };
  const viewer: Viewer = {
    socket,
    size,
    sent: 0,
    acked: 0,
    placed: true,
    greeted: true,
    writer: "w",
  };
  const guest = (sent: number): Guest => ({ socket, size, from: 0, writer: { name: "w", sent } });
  const keyboard = new Keyboard();
  const plug = () => keyboard.plug(shell as unknown as Shell);
  return { keyboard, plug, shell, viewer, guest, written, frames, closed };
}

test("tells a writer what the shell was given, once for many keys", () => {
  const { keyboard, plug, viewer, guest, written, frames } = setUp();
  plug();
  expect(keyboard.greet(guest(0))).toBe(0);
  for (const key of "ls\r") keyboard.type(viewer, Buffer.from(key));
  expect(frames).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect([written.join(""), frames]).toEqual(["ls\r", [{ type: "typed", offset: 3 }]]);
  vi.advanceTimersByTime(10_000);
  expect(frames).toHaveLength(1);
});

test("answers an empty chunk at once, and a long paste as it comes", () => {
  const { keyboard, plug, viewer, guest, frames } = setUp();
  plug();
  keyboard.greet(guest(0));
  keyboard.type(viewer, Buffer.alloc(0));
  keyboard.type(viewer, Buffer.alloc(20_000));
  expect(frames).toEqual([
    { type: "typed", offset: 0 },
    { type: "typed", offset: 20_000 },
  ]);
});

test("knows after a cut how much came; a server that never met the writer says so", () => {
  const { keyboard, plug, viewer, guest } = setUp();
  plug();
  keyboard.greet(guest(0));
  keyboard.type(viewer, Buffer.from("abc"));
  expect(keyboard.greet(guest(5))).toBe(3);
  const other = setUp().keyboard;
  expect(other.greet(guest(5))).toBeUndefined();
  expect(other.greet(guest(5))).toBe(5);
});

test("keeps what is typed while the shell is lost, whole, and says so only when it was given", () => {
  const { keyboard, plug, viewer, guest, written, frames, closed } = setUp();
  keyboard.greet(guest(0));
  keyboard.type(viewer, Buffer.from("ls\r"));
  vi.advanceTimersByTime(1_000);
  expect(frames).toEqual([{ type: "typed", offset: 0 }]);
  plug();
  vi.advanceTimersByTime(1_000);
  expect([written, frames.at(-1)]).toEqual([["ls\r"], { type: "typed", offset: 3 }]);
  keyboard.unplug();
  keyboard.type(viewer, Buffer.alloc(LIMITS.typedWindow));
  expect(closed).toEqual([]);
  keyboard.type(viewer, Buffer.from("x"));
  expect(closed).toEqual([1013]);
  expect(keyboard.greet(guest(0))).toBe(3 + LIMITS.typedWindow);
});

test("a program that reads nothing does not fill the server", () => {
  const { keyboard, plug, viewer, closed, written, shell } = setUp();
  plug();
  shell.pendingInput = 1024 * 1024 - 1;
  keyboard.type(viewer, Buffer.from("a"));
  keyboard.type(viewer, Buffer.from("bc"));
  expect([written, closed]).toEqual([["a"], [1013]]);
  shell.pendingInput = 0;
  keyboard.type(viewer, Buffer.from("d"));
  expect(written, "nothing overtakes what was refused").toEqual(["a"]);
});

test("of two viewers that answer a program's question, the shell hears one: who typed last", () => {
  const { keyboard, plug, viewer, written } = setUp();
  const other: Viewer = { ...viewer, writer: "other" };
  plug();
  const answers = () => {
    for (const each of [viewer, other]) keyboard.type(each, Buffer.from("\u001b[3;4R"));
  };
  answers();
  expect(written).toEqual(["\u001b[3;4R"]);
  keyboard.type(other, Buffer.from("x"));
  answers();
  expect(written).toHaveLength(3);
  keyboard.leave(other);
  answers();
  expect(written).toHaveLength(4);
});

test("a guest types only while it may, never answers a program, and never takes the lead", () => {
  const { keyboard, plug, viewer, guest, written, frames } = setUp();
  plug();
  keyboard.greet(guest(0));
  let may = false;
  const watcher: Viewer = { ...viewer, writer: "g", watch: { mayType: () => may } };
  keyboard.type(viewer, Buffer.from("a"));
  keyboard.type(watcher, Buffer.from("b"));
  may = true;
  keyboard.type(watcher, Buffer.from("c"));
  keyboard.type(watcher, Buffer.from("\u001b[?62;c"));
  keyboard.type(watcher, Buffer.from("\u001b]52;c;cm0=\u0007"));
  // The student's emulator is still the one that answers.
  keyboard.type(viewer, Buffer.from("\u001b[1;1R"));
  expect(written.join("")).toBe("ac\u001b[1;1R");
  keyboard.type(watcher, Buffer.alloc(0));
  expect(frames.at(-1)).toMatchObject({ type: "typed" });
});
