import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks again and again until the answer is truthy, and returns it; `undefined` when time is up.
 * `timeout` and `every` in ms.
 */
export async function waitFor<T>(
  probe: () => Promise<T | undefined> | T | undefined,
  { timeout, every = 50 }: { timeout: number; every?: number },
): Promise<T | undefined> {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await probe();
    if (answer || Date.now() >= end) return answer || undefined;
    await sleep(every);
  }
}
