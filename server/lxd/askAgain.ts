import { setTimeout as delay } from "node:timers/promises";

/** Asks again, after a pause, while an error comes that will pass. `patience`, how long at most, and `pause` in ms. */
export async function askAgain<T>(
  ask: () => Promise<T>,
  willPass: (error: unknown) => boolean,
  { patience, pause }: { patience: number; pause: number },
): Promise<T> {
  for (const end = Date.now() + patience; ; await delay(pause)) {
    try {
      return await ask();
    } catch (error) {
      if (!willPass(error) || Date.now() > end) throw error;
    }
  }
}
