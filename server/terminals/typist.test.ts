import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NoPrompt, Typist } from "./typist.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const typed: string[] = [];
  const typist = new Typist((text) => typed.push(text));
  const show = (text: string) => typist.onOutput(Buffer.from(text));
  return { typed, typist, show };
}

test("types line by line, each when the shell has said that the last one ended", async () => {
  const { typed, typist } = setUp();
  const done = typist.type(["un\n\ndeux", "trois"]);
  await vi.advanceTimersByTimeAsync(600);
  expect(typed).toEqual(["\u0015", "un\r"]);
  typist.onCommandEnd();
  await vi.advanceTimersByTimeAsync(0);
  expect(typed.at(-1)).toBe("deux\r");
  typist.onCommandEnd();
  await vi.advanceTimersByTimeAsync(0);
  typist.onCommandEnd();
  await done;
  expect(typed).toEqual(["\u0015", "un\r", "deux\r", "trois\r"]);
});

test("answers a program that asks, and shows a default", async () => {
  const { typed, typist, show } = setUp();
  const done = typist.type(["lxd init", "no"]);
  await vi.advanceTimersByTimeAsync(600);
  show("lxd init\r\nWould you like clustering? (yes/no) [default=no]: ");
  await vi.advanceTimersByTimeAsync(600);
  expect(typed.at(-1)).toBe("no\r");
  typist.onCommandEnd();
  await done;
});

test("goes on at the still prompt of a shell that tells nothing, not at its output", async () => {
  const { typed, typist, show } = setUp();
  const done = typist.type(["lxc exec c1 -- bash", "exit"]);
  await vi.advanceTimersByTimeAsync(600);
  show("lxc exec c1 -- bash\r\nune ligne qui reste là");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(typed.at(-1)).toBe("lxc exec c1 -- bash\r");
  show("\r\n\u001b[1mroot@c1\u001b[0m:~# ");
  await vi.advanceTimersByTimeAsync(600);
  expect(typed.at(-1)).toBe("exit\r");
  typist.onCommandEnd();
  await done;
});

test("hears the bell of an empty line for what it is", async () => {
  const { typed, typist, show } = setUp();
  const done = typist.type(["un"]);
  show("\u0007");
  await vi.advanceTimersByTimeAsync(600);
  expect(typed.at(-1)).toBe("un\r");
  typist.onCommandEnd();
  await done;
});

test("gives up when a program holds the terminal", async () => {
  const { typist, show } = setUp();
  const done = typist.type(["un"]);
  show("-- INSERTION --");
  const refused = expect(done).rejects.toBeInstanceOf(NoPrompt);
  await vi.advanceTimersByTimeAsync(6_000);
  await refused;
});
