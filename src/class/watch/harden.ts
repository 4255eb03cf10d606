import type { Terminal } from "@xterm/xterm";

/**
 * Operating system commands that an emulator knows or that addons and other terminals do: title, colours, links,
 * notifications, the clipboard, files. @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
const OSC = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 30, 31, 46, 50, 51,
  52, 60, 61, 99, 104, 105, 106, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 133, 176, 555,
  633, 777, 1337, 5113, 5522,
];

/** Control sequences that ask the emulator for an answer, or its window for something. */
const CSI = [
  { final: "c" },
  { prefix: ">", final: "c" },
  { prefix: "=", final: "c" },
  { final: "n" },
  { prefix: "?", final: "n" },
  { intermediates: "$", final: "p" },
  { prefix: "?", intermediates: "$", final: "p" },
  { prefix: ">", final: "q" },
  { final: "t" },
  { final: "x" },
  { prefix: "?", final: "u" },
  { intermediates: "$", final: "w" },
  { intermediates: "*", final: "y" },
  { intermediates: "#", final: "R" },
] as const;

/** Device control strings that ask for settings and capabilities. */
const DCS = [
  { intermediates: "$", final: "q" },
  { intermediates: "+", final: "q" },
] as const;

/** Private modes after which an emulator writes by itself, without a key: focus reports, colour scheme reports. */
const TALKATIVE = new Set([1004, 2031]);

/**
 * Makes an emulator one that only shows: whatever another's machine writes in it is letters and colours. It sets no
 * title, makes no link, reaches no clipboard and answers no question, for the answer would be typed into a shell.
 */
export function harden({ parser, options }: Terminal): void {
  for (const command of OSC) parser.registerOscHandler(command, () => true);
  for (const sequence of CSI) parser.registerCsiHandler(sequence, () => true);
  for (const sequence of DCS) parser.registerDcsHandler(sequence, () => true);
  parser.registerEscHandler({ final: "Z" }, () => true);
  for (const final of ["h", "l"])
    parser.registerCsiHandler({ prefix: "?", final }, (params) =>
      // A sequence that sets several modes at once is refused whole: programs set these alone.
      params.flat().some((mode) => TALKATIVE.has(mode)),
    );
  // Whatever would still become a link leads nowhere.
  options.linkHandler = { activate: () => undefined };
}
