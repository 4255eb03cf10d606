import { expect, test } from "vitest";
import type { Shell, ShellEvents } from "../lxd/shell.ts";
import { LIMITS, type ServerFrame } from "../protocol.ts";
import { Terminal } from "./terminal.ts";
import { clampSize, type ViewerSocket } from "./viewers.ts";

/** A shell in memory: what it is told, and a way to make it speak. */
function fakeShell() {
  const calls: string[] = [];
  let events: ShellEvents | undefined;
  const shell: Shell = {
    pendingInput: 0,
    write: (data) => calls.push(`write ${data}`),
    resize: (cols, rows) => calls.push(`resize ${cols}x${rows}`),
    pause: () => calls.push("pause"),
    resume: () => calls.push("resume"),
    close: async () => void calls.push("close"),
  };
  const ended: number[] = [];
  const over: boolean[] = [];
  const terminal = new Terminal({
    offset: 0,
    past: Buffer.alloc(0),
    alive: () => true,
    onOver: () => over.push(true),
    open: async (_size, given) => {
      events = given;
      return shell;
    },
    onCommandEnd: (status) => ended.push(status),
    onOutput: () => undefined,
  });
  const say = (text: string | Buffer) => events?.data(Buffer.from(text));
  const exit = (code: number, lost = false) => events?.exit({ code, lost });
  return { terminal, calls, ended, over, say, exit };
}

function fakeViewer() {
  const frames: ServerFrame[] = [];
  const chunks: Buffer[] = [];
  const closed: number[] = [];
  const socket: ViewerSocket = {
    send: (data) => void chunks.push(data),
    tell: (frame) => void frames.push(frame),
    close: (code) => void closed.push(code),
  };
  return { socket, frames, closed, text: () => Buffer.concat(chunks).toString() };
}

const attach = (terminal: Terminal, { socket }: { socket: ViewerSocket }, from: number) =>
  terminal.attach({ socket, size: { cols: 80, rows: 24 }, from });

test("greets first, then gives every viewer the same bytes", async () => {
  const { terminal, say, ended } = fakeShell();
  const [one, two] = [fakeViewer(), fakeViewer()];
  await attach(terminal, one, 0);
  say("bonjour\u001b]133;D;3\u0007");
  await attach(terminal, two, 3);
  say(" encore");
  expect(one.frames[0]).toMatchObject({ type: "hello", offset: 0, mode: "replay" });
  expect(two.frames[0]).toMatchObject({ type: "hello", offset: 3, mode: "replay" });
  expect(one.text().slice(3)).toBe(two.text());
  expect(ended).toEqual([3]);
});

test("paces the shell by the slowest viewer, and lets go of one that leaves", async () => {
  const { terminal, say, calls } = fakeShell();
  const [quick, slow] = [fakeViewer(), fakeViewer()];
  const quickly = await attach(terminal, quick, 0);
  const slowly = await attach(terminal, slow, 0);
  say(Buffer.alloc(LIMITS.highWatermark + 1));
  quickly.ack(LIMITS.highWatermark + 1);
  expect(calls).toEqual(["pause"]);
  slowly.ack(LIMITS.highWatermark - LIMITS.lowWatermark);
  expect(calls).toEqual(["pause"]);
  slowly.ack(LIMITS.highWatermark + 1 - LIMITS.lowWatermark);
  expect(calls).toEqual(["pause", "resume"]);
  say(Buffer.alloc(LIMITS.highWatermark + 1));
  quickly.ack(2 * LIMITS.highWatermark + 2);
  expect(calls.at(-1)).toBe("pause");
  slowly.detach(false);
  expect(calls.at(-1)).toBe("resume");
});

test("does not believe an acknowledgement of bytes that were never sent", async () => {
  const { terminal, say, calls } = fakeShell();
  const liar = fakeViewer();
  const attachment = await attach(terminal, liar, 0);
  attachment.ack(Number.MAX_SAFE_INTEGER);
  say(Buffer.alloc(LIMITS.highWatermark + 1));
  expect(calls).toEqual(["pause"]);
});

test("draws for a viewer that comes from another stream", async () => {
  const { terminal, say } = fakeShell();
  const first = fakeViewer();
  await attach(terminal, first, 0);
  say("écran\r\n$ ");
  const stranger = fakeViewer();
  await attach(terminal, stranger, 1_000_000);
  expect(stranger.frames[0]).toMatchObject({ mode: "snapshot", offset: 10 });
  expect(stranger.text()).toContain("écran");
});

test("finds a lost shell again under its viewers, and types then what was typed meanwhile", async () => {
  const { terminal, calls, say, exit, over } = fakeShell();
  const viewer = fakeViewer();
  const attachment = await attach(terminal, viewer, 0);
  say("avant ");
  exit(-1, true);
  attachment.input(Buffer.from("ls\r"));
  expect(calls).toEqual([]);
  await expect.poll(() => calls).toEqual(["write ls\r"]);
  say("après");
  expect([viewer.text(), viewer.frames.length, viewer.closed, over]).toEqual([
    "avant après",
    1,
    [],
    [],
  ]);
});

test("tells the exit, and closes no socket of its own accord", async () => {
  const { terminal, exit } = fakeShell();
  const viewer = fakeViewer();
  await attach(terminal, viewer, 0);
  exit(130);
  expect(viewer.frames.at(-1)).toEqual({ type: "exit", code: 130 });
  expect(viewer.closed).toEqual([]);
});

test("hangs up and sends its viewers away when it is closed", async () => {
  const { terminal, calls } = fakeShell();
  const viewer = fakeViewer();
  await attach(terminal, viewer, 0);
  await terminal.close("redémarrage");
  expect([viewer.closed, calls]).toEqual([[1012], ["close"]]);
});

test("keeps sizes within the protocol's limits", () => {
  expect(clampSize({ cols: 1, rows: 100_000 })).toEqual({
    cols: LIMITS.minCols,
    rows: LIMITS.maxRows,
  });
});
