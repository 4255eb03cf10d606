import { setTimeout as delay } from "node:timers/promises";
import { PROMPT } from "../screen.ts";
import type { Entrant } from "./round.ts";

/** Rest after each, for what was closed to be gone (ms). */
const REST = 60;

/** From the first packet to the prompt of a new shell, once (ms). */
export async function measureConnect({ gateway }: Entrant): Promise<number> {
  const start = performance.now();
  const session = await gateway.open();
  const prompt = await session.screen.see(PROMPT, 15_000);
  await session.close();
  await delay(REST);
  return prompt - start;
}
