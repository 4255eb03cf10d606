import serialize from "@xterm/addon-serialize";
import graphemes from "@xterm/addon-unicode-graphemes";
import headless from "@xterm/headless";
import { ScreenModes } from "./screenModes.ts";

// All are CommonJS: their names can only be had through the default.
const { SerializeAddon } = serialize;
const { UnicodeGraphemesAddon } = graphemes;
const { Terminal: Emulator } = headless;

/** Lines above the screen that a snapshot keeps. */
const SCROLLBACK = 1000;

/**
 * What redraws a screen for a viewer who comes too late for the bytes themselves.
 * The emulator is made for the occasion: it costs a megabyte or two, and most terminals never need one.
 * @param bytes the end of the stream, from a fresh screen on.
 */
export async function takeSnapshot(
  bytes: Buffer,
  size: { cols: number; rows: number },
): Promise<Buffer> {
  const emulator = new Emulator({ ...size, scrollback: SCROLLBACK, allowProposedApi: true });
  const serializer = new SerializeAddon();
  // Letters are as wide as in the page. The addons are typed for the browser's terminal; the headless one will do.
  for (const addon of [serializer, new UnicodeGraphemesAddon()])
    emulator.loadAddon(addon as unknown as Parameters<typeof emulator.loadAddon>[0]);
  const modes = new ScreenModes(emulator);
  await new Promise<void>((resolve) => emulator.write(bytes.subarray(letterStart(bytes)), resolve));
  const drawn = serializer.serialize({ scrollback: SCROLLBACK }) + modes.sequences();
  emulator.dispose();
  return Buffer.from(drawn, "utf8");
}

/** Where the first whole UTF-8 letter begins: a cut stream may start in the middle of one. */
function letterStart(bytes: Buffer): number {
  let start = 0;
  while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return start;
}
