import type { Session } from "../contender.ts";
import { BULK } from "../ground.ts";
import { PROMPT } from "../screen.ts";

/** `cat` of so many bytes of text, from the Return key to the prompt after it (MB/s, 1 MB = 10⁶ bytes). */
export async function measureBulk({ screen, type }: Session, bytes: number): Promise<number> {
  const before = screen.bytes;
  screen.forget();
  const start = performance.now();
  type(`head -c ${bytes} ${BULK.path}\r`);
  // A short one is not a whole file: the terminal's echo of the line has no prompt's mark in it.
  const end = await screen.see(PROMPT, 120_000);
  const came = screen.bytes - before;
  if (came < bytes) throw new Error(`${came} octets reçus sur ${bytes}`);
  return came / 1e6 / ((end - start) / 1000);
}
