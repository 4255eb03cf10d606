import headless from "@xterm/headless";
import type { Terminal } from "@xterm/xterm";
import { expect, test } from "vitest";
import { harden } from "./harden.ts";

const { Terminal: Emulator } = headless;

/** What a machine that is not to be trusted may write, by what it would like to have. */
const HOSTILE: Record<string, string> = {
  "device attributes": "\u001b[c\u001b[0c\u001b[>c\u001b[>0c\u001b[=c\u001bZ",
  "status and cursor": "\u001b[5n\u001b[6n\u001b[?6n\u001b[?996n",
  modes: "\u001b[20$p\u001b[?2004$p\u001b[?1;2$p",
  "version and keyboard": "\u001b[>q\u001b[>0q\u001b[?u",
  window: "\u001b[14t\u001b[18t\u001b[21t\u001b[22;0t\u001b[23;0t",
  checksum: "\u001b[1;1;1;1;24;80*y\u001b[2$w",
  settings: "\u001bP$qm\u001b\\\u001bP$qr\u001b\\\u001bP+q544e\u001b\\",
  colours: "\u001b]4;1;?\u0007\u001b]10;?\u0007\u001b]11;?\u001b\\\u001b]12;?\u0007",
  clipboard: "\u001b]52;c;?\u0007\u001b]52;c;cm0gLXJmIH4=\u0007",
  title: "\u001b]0;rm -rf ~\u0007\u001b]1;x\u0007\u001b]2;x\u0007\u001b[21t",
  link: "\u001b]8;;javascript:alert(1)\u0007clic\u001b]8;;\u0007",
  "focus and colour scheme reports": "\u001b[?1004h\u001b[?2031h\u001b[?1004;2031h",
  files: "\u001b]1337;File=name=eA==;inline=1:AAAA\u0007\u001b]777;notify;a;b\u0007",
};

/** An emulator that somebody else's machine writes to, with everything that it would say to that machine. */
function emulator(hardened: boolean) {
  const term = new Emulator({ cols: 80, rows: 24, allowProposedApi: true });
  const said: string[] = [];
  term.onData((text) => said.push(text));
  term.onTitleChange((title) => said.push(title));
  if (hardened) harden(term as unknown as Terminal);
  const write = (text: string) => new Promise<void>((resolve) => term.write(text, resolve));
  return { term, said, write };
}

test.each(Object.entries(HOSTILE))(
  "%s: nothing is answered, and letters still show",
  async (_, bytes) => {
    const { term, said, write } = emulator(true);
    await write(`${bytes}\u001b[31mrouge\u001b[0m`);
    expect(said).toEqual([]);
    expect(term.modes.sendFocusMode).toBe(false);
    expect(term.buffer.active.getLine(0)?.translateToString(true)).toMatch(/(clic)?rouge$/);
  },
);

test("an emulator that is not hardened would answer", async () => {
  const { said, write } = emulator(false);
  await write(Object.values(HOSTILE).join(""));
  expect(said.length).toBeGreaterThan(5);
});

test("programs that fill the screen are shown as they are", async () => {
  const { term, write } = emulator(true);
  await write("\u001b[?1049h\u001b[?25l\u001b[2;3Hici\u001b[?2004h");
  expect(term.buffer.active.type).toBe("alternate");
  expect(term.buffer.active.getLine(1)?.translateToString(true)).toBe("  ici");
  expect(term.modes.bracketedPasteMode).toBe(true);
});
