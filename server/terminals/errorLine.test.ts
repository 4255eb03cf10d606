import { expect, test } from "vitest";
import { errorLineOf, plainLines } from "./errorLine.ts";

const C = "\u001b]133;C\u0007";
const D = (status: number) => `\u001b]133;D;${status}\u0007`;

test("the first line that complains is told, not the command nor what went before", () => {
  const stream = `Error: older\r\n${D(1)}$ lxc start c1 ${C}Starting\r\nError: Instance "c1" not found\r\nTry again\r\n${D(1)}\u001b]133;A\u0007$ `;
  expect(errorLineOf(stream, 1)).toEqual({
    line: 'Error: Instance "c1" not found',
    kind: 'Error: Instance "…" not found',
  });
});

test("what went well, or was broken off on purpose, is no error", () => {
  for (const status of [0, 130, 141, 148, -1])
    expect(errorLineOf(`${C}Error: x\r\n${D(status)}`, status)).toBeUndefined();
  // `grep` found nothing that it was asked for, `diff` found something.
  expect(errorLineOf(`${C}< a\r\n> b\r\n${D(1)}`, 1)).toBeUndefined();
});

test("where nothing reads like an error, the last line is told", () => {
  expect(errorLineOf(`${C}un\r\ndeux\r\n${D(7)}`, 7)?.line).toBe("deux");
  expect(errorLineOf(`${C}${D(7)}`, 7)).toBeUndefined();
});

test("students who made the same mistake made one kind of it", () => {
  const kind = (line: string) => errorLineOf(`${C}${line}\r\n${D(1)}`, 1)?.kind;
  expect(kind("bash: /tmp/a/b: No such file or directory")).toBe(
    kind("bash: /home/x: No such file or directory"),
  );
  expect(kind("Error: No such container: 4f2a99c0ffee")).toBe(
    kind("Error: No such container: 0123456789ab"),
  );
});

test.each([
  ["colours", "\u001b[1;31mError:\u001b[0m no", "Error: no"],
  ["a title", "\u001b]0;<img onerror=x>\u0007Error: no", "Error: no"],
  ["a link", "\u001b]8;;https://evil\u001b\\Error: no\u001b]8;;\u001b\\", "Error: no"],
  ["the clipboard", "\u001b]52;c;cm0gLXJm\u0007Error: no", "Error: no"],
  ["a string that never ends", "Error: no\u001b]52;c;cm0", "Error: no"],
  ["one-byte controls", "\u009b31mError:\u009d0;x\u009c no", "Error: no"],
  ["text turned round", "Error: \u202eon\u2066\u200f", "Error: on"],
  ["a line written over", "secret\rError: no", "Error: no"],
  ["bells and nulls", "Er\u0000ror:\u0007 no\u007f", "Error: no"],
])("%s leaves nothing but text", (_, output, line) => {
  expect(errorLineOf(`${C}${output}\r\n${D(1)}`, 1)?.line).toBe(line);
});

test("a line has an end", () => {
  expect([...plainLines(`Error ${"é".repeat(5_000)}`)[0]!].length).toBe(200);
});

test("a mebibyte of hostile sequences is read at once", () => {
  const returns = `${"\r".repeat(2 ** 18)}x`;
  const hostile =
    returns + "\u001b]".repeat(2 ** 17) + "\u001b[".repeat(2 ** 17) + "\u001bP".repeat(2 ** 17);
  expect(errorLineOf(`${C}${hostile}\r\n${D(1)}`, 1)).toBeUndefined();
});
