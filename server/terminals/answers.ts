/**
 * What an emulator says by itself when a program asks: device attributes, status, cursor position, window and mode
 * reports, colours, DCS answers. A whole chunk of them, as emulators send it.
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
const ANSWERS =
  /^(?:\u001b(?:\[[?>=]?[\d;]*[cRnt]|\[\??[\d;]*\$y|[\]P][^\u0007\u001b]*(?:\u0007|\u001b\\)))+$/;
/** Longest chunk that is looked at (bytes). */
const LONGEST = 512;
const ESC = 0x1b;

/** Whether a chunk of input is an emulator's answer, not a person's key. */
export function isAnswer(data: Buffer): boolean {
  return data[0] === ESC && data.length <= LONGEST && ANSWERS.test(data.toString("latin1"));
}
