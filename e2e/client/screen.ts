import headless from "@xterm/headless";

/** What a person sees of a terminal. */
export interface Screen {
  lines: string[];
  cursor: [column: number, row: number];
  /** A program such as vi has the screen for itself. */
  alternate: boolean;
}

/** What an emulator of 80 × 24 shows after these bytes. */
export async function screenOf(bytes: Buffer): Promise<Screen> {
  const emulator = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  await new Promise<void>((resolve) => emulator.write(bytes, resolve));
  const { active } = emulator.buffer;
  const line = (row: number) => active.getLine(active.baseY + row)?.translateToString(true) ?? "";
  const screen: Screen = {
    lines: Array.from({ length: 24 }, (_, row) => line(row)),
    cursor: [active.cursorX, active.cursorY],
    alternate: active.type === "alternate",
  };
  emulator.dispose();
  return screen;
}
