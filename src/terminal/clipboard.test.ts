import { describe, expect, test } from "vitest";
import { textOfOsc52 } from "./clipboard.ts";
import { cleaned, linesOf } from "./paste.ts";

describe("a program that writes to the clipboard", () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64");

  test.each(["c", "p", ""])("gives its text as UTF-8 (target « %s »)", (target) => {
    expect(textOfOsc52(`${target};${base64("déjà vu ✓")}`)).toBe("déjà vu ✓");
  });

  test("may give 64 KiB, and no more", () => {
    expect(textOfOsc52(`c;${base64("x".repeat(64 * 1024))}`)).toHaveLength(64 * 1024);
    expect(textOfOsc52(`c;${base64("x".repeat(64 * 1024 + 3))}`)).toBeNull();
  });

  test.each(["c;?", "c;", "c;=*=", ""])("gets no answer, and copies nothing: %s", (data) => {
    expect(textOfOsc52(data)).toBeNull();
  });
});

describe("what is pasted", () => {
  test("counts the lines that would be run; a last Enter makes none", () => {
    expect(linesOf("ls")).toEqual(["ls"]);
    expect(linesOf("ls\n")).toEqual(["ls"]);
    expect(linesOf("a\r\nb\rc\n")).toEqual(["a", "b", "c"]);
  });

  test("holds no control character that would end a bracketed paste", () => {
    expect(cleaned("a\u001b[201~\tb\u0000\r\né\u009b")).toBe("a[201~\tb\r\né");
  });
});
