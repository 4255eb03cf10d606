import { setTimeout as delay } from "node:timers/promises";
import { memoryOf } from "../../processes.ts";
import type { Gateway, Session } from "../contender.ts";
import { BULK } from "../ground.ts";
import { PROMPT } from "../screen.ts";

/** Output of each session: more than our ring keeps (bytes). */
const OUTPUT = 400_000;
/** Rest before memory is read (ms). */
const REST = 3_000;

/**
 * What a session costs the gateway and its children (bytes): `count` of them, each after an output that fills
 * our ring, against none, in a gateway through which as many bytes had gone before: what it keeps for itself
 * once it is warm is not the sessions'.
 */
export async function measureMemory(gateway: Gateway, count: number): Promise<number | undefined> {
  if (gateway.pid === undefined) return undefined;
  const first = await gateway.open();
  await first.screen.see(PROMPT);
  for (let i = 0; i < count; i++) await fill(first);
  await first.close();
  await delay(REST);
  const before = memoryOf(gateway.pid);
  const sessions: Session[] = [];
  try {
    for (let i = 0; i < count; i++) {
      const session = await gateway.open();
      sessions.push(session);
      await session.screen.see(PROMPT);
      await fill(session);
    }
    await delay(REST);
    return (memoryOf(gateway.pid) - before) / count;
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
  }
}

async function fill({ screen, type }: Session): Promise<void> {
  screen.forget();
  type(`head -c ${OUTPUT} ${BULK.path}\r`);
  await screen.see(PROMPT);
}
