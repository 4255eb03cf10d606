import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Calls } from "./calls.ts";
import { FRAME, frame } from "./frames.ts";
import { keeperCommand, NO_LINE } from "./keeper.ts";
import { LineShell } from "./lineShell.ts";

// A keeper of this machine's own Perl, as it runs in a lab.
vi.setConfig({ testTimeout: 60_000 });
/** A machine that has other work takes its time. */
const PATIENCE = { timeout: 30_000 };

let dir: string;
let calls: Calls;
let name: string;
let turns = 0;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "keeper-"));
  name = `essai-${process.pid}-${turns++}`;
  calls = await Calls.listen(join(dir, "line"));
});

afterEach(() => {
  calls.close();
  rmSync(dir, { recursive: true });
});

/** Starts a keeper, or knocks at its door; its exit status. */
async function knock(command: string[] = ["sh"], offset = 0): Promise<number> {
  const kept = { socket: join(dir, "line"), name, cols: 80, rows: 24, offset, command };
  const [file = "", ...args] = keeperCommand(kept);
  const [status] = (await once(spawn(file, args, { stdio: "ignore" }), "exit")) as [number];
  return status;
}

/** What comes over a line from an offset on. */
async function answer(from?: number) {
  const { socket, ...stand } = await calls.expect(name).call;
  let text = "";
  const exited = Promise.withResolvers<{ code: number; lost: boolean }>();
  const shell = new LineShell(socket, {
    data: (bytes) => (text += bytes.toString()),
    exit: exited.resolve,
  });
  shell.start(from ?? stand.first);
  const sees = (what: string) => expect.poll(() => text.includes(what), PATIENCE).toBe(true);
  return { socket, shell, stand, sees, text: () => text, exited: exited.promise };
}

test("a shell under it is typed to, resized, and its exit status told", async () => {
  const [line] = await Promise.all([answer(), knock(["bash", "--norc"], 1000)]);
  expect(line.stand).toEqual({ base: 1000, first: 1000, next: 1000 });
  line.shell.resize(101, 33);
  line.shell.write(Buffer.from("stty size; tty; trap -p PIPE; exit 7\n"));
  await line.sees("33 101\r\n/dev/pts/");
  expect(await line.exited).toEqual({ code: 7, lost: false });
  // What the keeper ignores, the shell's programs must not.
  expect(line.text()).not.toContain("SIGPIPE");
});

test("what the shell writes while nobody listens is there when somebody does again", async () => {
  const [first] = await Promise.all([answer(), knock()]);
  first.shell.write(Buffer.from("A=gardée; (sleep 0.2; echo entre-temps) & wait; echo -fin-\n"));
  await first.sees("entre-temps) &");
  const seen = Buffer.byteLength(first.text());
  await first.shell.close();
  await new Promise((resolve) => setTimeout(resolve, 400));
  const [second] = await Promise.all([answer(seen), knock()]);
  await second.sees("entre-temps\r\n-fin-");
  expect(second.stand.next).toBeGreaterThan(seen);
  second.shell.write(Buffer.from("echo =$A=; exit\n"));
  await second.sees("=gardée=");
  expect(await second.exited).toEqual({ code: 0, lost: false });
});

test("a flood is paced by who reads, keeps its end for who does not, and is whole", async () => {
  const [line] = await Promise.all([
    answer(),
    knock(["sh", "-c", "stty -echo; seq 1 400000; exec sh"]),
  ]);
  line.shell.pause();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const held = line.text().length;
  expect(held).toBeLessThan(1_000_000);
  line.shell.resume();
  await line.sees("\r\n400000\r\n");
  expect(line.text().startsWith("1\r\n2\r\n3\r\n")).toBe(true);
  const wanted = Array.from({ length: 400_000 }, (_, i) => `${i + 1}\r\n`).join("");
  expect(line.text().startsWith(wanted)).toBe(true);
  line.shell.write(Buffer.from("seq 1 400000; echo fini > " + dir + "/fini\n"));
  await line.shell.close();
  await expect.poll(() => knockOnce(), PATIENCE).toMatch(/399999\r\n400000\r\n/);
});

/** The last bytes that the keeper has for who comes late. */
async function knockOnce(): Promise<string> {
  const [line] = await Promise.all([answer(), knock()]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { first, base } = line.stand;
  expect(first).toBeGreaterThan(base);
  const text = line.text();
  if (/\n400000\r\n/.test(text)) {
    line.shell.write(Buffer.from("exit\n"));
    await line.exited;
  }
  await line.shell.close();
  return text;
}

test("a long paste comes whole, though nobody reads it at first", async () => {
  const [line] = await Promise.all([answer(), knock(["bash", "--norc"])]);
  line.shell.write(Buffer.from("stty -echo; sleep 0.5; sha256sum; stty echo; exit\n"));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const text =
    randomBytes(60_000)
      .toString("base64")
      .replace(/(.{70})/g, "$1\n") + "\n";
  line.shell.write(Buffer.from(text + "\u0004"));
  await line.sees(createHash("sha256").update(text).digest("hex"));
  await line.exited;
});

test("an exit is told to who comes after it, and a killed shell counts as one", async () => {
  const [line] = await Promise.all([answer(), knock()]);
  line.shell.write(Buffer.from("(sleep 0.1; kill -9 $$) &\n"));
  await line.sees("kill -9");
  await line.shell.close();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const [again] = await Promise.all([answer(), knock()]);
  expect(await again.exited).toEqual({ code: 137, lost: false });
});

test("a shell that is not wanted is hung up, and leaves its name free", async () => {
  const [line] = await Promise.all([answer(), knock(["bash", "--norc"])]);
  // What the shell answers, and not what it is asked, which the terminal shows first.
  line.shell.write(Buffer.from("echo pid=$$=$((40+2))\n"));
  await line.sees("=42");
  const pid = Number(/pid=(\d+)=/.exec(line.text())?.[1]);
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  line.socket.write(frame(FRAME.hangUp, ""));
  expect((await line.exited).lost).toBe(true);
  await expect.poll(() => existsSync(`/proc/${pid}`), PATIENCE).toBe(false);
  const [next] = await Promise.all([answer(), knock()]);
  expect(next.stand).toEqual({ base: 0, first: 0, next: 0 });
  next.shell.write(Buffer.from("exit\n"));
  await next.exited;
});

test("without a server to call there is no keeper, and no shell", async () => {
  calls.close();
  rmSync(join(dir, "line"), { force: true });
  expect(await knock()).toBe(NO_LINE);
});

test("who is not waited for, says nothing sensible or too much is sent away", async () => {
  const { connect } = await import("node:net");
  for (const words of ["H\0\0\0\u0005x 0 0", "GET / HTTP/1.0\r\n\r\n", "D\0\0\0\u0001a"]) {
    const socket = connect(join(dir, "line"));
    socket.on("error", () => undefined);
    socket.write(Buffer.from(words, "latin1"));
    await once(socket, "close");
  }
});
