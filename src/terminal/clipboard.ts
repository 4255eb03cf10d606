/** Longest text that a program may put into the clipboard (bytes). */
const OSC52_MAX = 64 * 1024;

/**
 * Puts text into the clipboard. Outside of a secure context (plain HTTP to another machine) there is
 * no Clipboard API: then the old command does it, as long as a key or a click asked for it.
 * @returns whether the browser let it
 */
export async function copyText(text: string): Promise<boolean> {
  if (!navigator.clipboard) return copyByCommand(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Refused: the window is in the back, or the reader said no. The caller says so.
    return false;
  }
}

function copyByCommand(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "visually-hidden";
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}

/**
 * The text of an OSC 52 sequence, `targets;base64` (xterm's control sequences, "Manipulate Selection
 * Data"). @returns null for a question about the clipboard, which is never answered, for text that
 * is too long, and for what is no base64
 */
export function textOfOsc52(data: string): string | null {
  const base64 = data.slice(data.indexOf(";") + 1);
  if (!base64 || base64 === "?" || base64.length > Math.ceil(OSC52_MAX / 3) * 4) return null;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
  } catch {
    // A program's mistake, not ours: nothing is copied.
    return null;
  }
}
