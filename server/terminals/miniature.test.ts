import { afterEach, expect, test } from "vitest";
import type { Miniature } from "../protocol-board.ts";
import { MiniatureScreen } from "./miniature.ts";
import { Ring } from "./ring.ts";

const SIZE = { cols: 40, rows: 4 };
const screens: MiniatureScreen[] = [];

afterEach(() => {
  for (const screen of screens.splice(0)) screen.dispose();
});

function open() {
  const screen = new MiniatureScreen();
  screens.push(screen);
  return screen;
}

function ringOf(text: string) {
  const ring = new Ring(256 * 1024);
  ring.append(Buffer.from(text));
  return ring;
}

const draw = (text: string) => open().draw(ringOf(text), SIZE, "main");
const textOf = ({ lines }: Miniature) =>
  lines
    .map((runs) => runs.map(({ text }) => text).join(""))
    .join("\n")
    .trimEnd();

test("a screen is lines of pieces of one look", async () => {
  const drawn = await draw("plain \u001b[1;31mred\u001b[0m \u001b[7minverse\u001b[0m\r\nécole");
  expect(drawn).toMatchObject({ terminal: "main", cols: 40, rows: 4 });
  expect(drawn.lines[0]).toEqual([
    { text: "plain ", fg: -1, bg: -1, bold: false },
    { text: "red", fg: 1, bg: -1, bold: true },
    { text: " ", fg: -1, bg: -1, bold: false },
    { text: "inverse", fg: 0, bg: 7, bold: false },
  ]);
  expect(textOf(drawn)).toBe("plain red inverse\nécole");
});

test("what came since is drawn on the same screen, a flood by its end", async () => {
  const screen = open();
  const ring = ringOf("un\r\n");
  await screen.draw(ring, SIZE, "main");
  ring.append(Buffer.from("\u001b[Hdeux"));
  expect(textOf(await screen.draw(ring, SIZE, "main"))).toBe("deux");
  ring.append(Buffer.from("y\r\n".repeat(100_000) + "fin"));
  expect(textOf(await screen.draw(ring, SIZE, "main"))).toMatch(/^y\ny\ny\nfin$/);
});

test("a size that changes is followed, and has an end", async () => {
  const drawn = await open().draw(ringOf("x"), { cols: 500, rows: 300 }, "main");
  expect([drawn.cols, drawn.rows, drawn.lines.length]).toEqual([200, 60, 60]);
});

test.each([
  ["a title", "\u001b]0;<script>\u0007ok", "ok"],
  ["a link", "\u001b]8;;javascript:alert(1)\u0007ok\u001b]8;;\u0007", "ok"],
  ["the clipboard", "\u001b]52;c;cm0gLXJm\u0007ok", "ok"],
  ["a new palette", "\u001b]4;1;url(x)\u0007\u001b]11;red\u0007ok", "ok"],
  ["text turned round", "\u202e\u2066abc\u2069\u200f", " abc"],
  ["invisible letters", "a\u200b\u2060\ufeffb", "ab"],
  ["private letters", "a\ue000b", "a b"],
  ["hidden text", "\u001b[8mpassword\u001b[0m!", "        !"],
])("%s reaches nobody but as text", async (_, bytes, shown) => {
  expect(textOf(await draw(bytes))).toBe(shown);
});

test("colours are always among the sixteen", async () => {
  const all = Array.from({ length: 256 }, (_, n) => `\u001b[38;5;${n};48;2;${n};0;${255 - n}mx`);
  const { lines } = await open().draw(ringOf(all.join("")), { cols: 256, rows: 2 }, "main");
  for (const { fg, bg } of lines.flat())
    for (const colour of [fg, bg]) expect([...Array(16).keys()]).toContain(colour);
});

test("a pile of accents stays in its cell", async () => {
  const drawn = await draw(`a${"\u0301".repeat(500)}b`);
  expect([...textOf(drawn)].length).toBeLessThan(6);
});
