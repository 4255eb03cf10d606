import headless from "@xterm/headless";
import { expect, test } from "vitest";
import { ScreenModes } from "./screenModes.ts";
import { takeSnapshot } from "./snapshot.ts";

const size = { cols: 40, rows: 12 };

/** What a screen shows and how it stands, after some bytes. */
async function screen(bytes: string | Buffer) {
  const emulator = new headless.Terminal({ ...size, scrollback: 1000, allowProposedApi: true });
  const modes = new ScreenModes(emulator);
  await new Promise<void>((resolve) => emulator.write(bytes, resolve));
  const { active } = emulator.buffer;
  const lines = Array.from({ length: active.length }, (_, y) =>
    active.getLine(y)?.translateToString(true),
  );
  return {
    lines,
    cursor: [active.cursorX, active.cursorY],
    type: active.type,
    modes: emulator.modes,
    besides: modes.sequences(),
  };
}

test.each([
  ["a prompt", "bonjour\r\n$ "],
  ["colours, accents and wide characters", "\u001b[1;31mété\u001b[0m 漢字 🙂\r\n$ "],
  ["a scrollback", Array.from({ length: 60 }, (_, i) => `ligne ${i}\r\n`).join("")],
  ["a title and a cursor's shape", "\u001b]0;un titre\u0007\u001b[4 q$ "],
  [
    "a full-screen program with its mouse, region and hidden cursor",
    "\u001b[?1049h\u001b[?1h\u001b[?25l\u001b[?1002h\u001b[?1006h\u001b[2;8r\u001b[5;3Htexte",
  ],
  ["a shell after such a program", "\u001b[?1049h\u001b[?25l\u001b[3;5r\u001b[?1049l\u001b[?25h$ "],
  ["a reset", "\u001b[?25l\u001b[?1006h\u001b[2;8r\u001bcpropre"],
])("redraws %s", async (_what, bytes) => {
  const drawn = await takeSnapshot(Buffer.from(bytes), size);
  expect(await screen(drawn)).toEqual(await screen(bytes));
});

test("begins at a letter when the stream's beginning is cut", async () => {
  const drawn = await takeSnapshot(Buffer.from("été\r\n$ ").subarray(1), size);
  expect((await screen(drawn)).lines.slice(0, 2)).toEqual(["té", "$ "]);
});
