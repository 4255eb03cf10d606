import { setTimeout as delay } from "node:timers/promises";
import { LabClient } from "../../../e2e/client/labClient.ts";
import { listSnapshots } from "../../../server/lxd/snapshots.ts";
import { waitFor } from "../../../server/lxd/waitFor.ts";
import { PROMPT } from "../../terminal/screen.ts";
import { type Ground, STEPS } from "../ground.ts";
import { type Times, times } from "../results.ts";
import { openTerminal, startLab, stopLab } from "../session.ts";

/** How long snapshots may take to be there (ms). */
const PATIENCE = 30_000;
/** Rest before each way back: what was taken is whole (ms). */
const REST = 1_000;

/** From the wish to go back to the prompt: to the start of a step, and to the start of the lesson. */
export async function measureRollback(
  ground: Ground,
  rounds: number,
): Promise<{ rollback: Times; reset: Times }> {
  const server = await ground.server({});
  try {
    const person = new LabClient(server.url);
    const lab = await startLab(person);
    const { id, session } = lab;
    const kept = async (snapshots: number) =>
      (await listSnapshots(ground.labs.lxd, id)).length >= snapshots;
    session.type("touch un\r");
    await waitFor(() => kept(1), { timeout: PATIENCE });
    const back = async (ask: () => Promise<unknown>) => {
      await delay(REST);
      const asked = performance.now();
      await ask();
      const again = await openTerminal(person, id);
      const prompt = await again.screen.see(PROMPT);
      again.close();
      return prompt - asked;
    };
    const rollback: number[] = [];
    const reset: number[] = [];
    for (let i = 0; i < rounds; i++) rollback.push(await back(() => person.restore(id, STEPS[1])));
    for (let i = 0; i < rounds; i++) reset.push(await back(() => person.reset(id)));
    await stopLab(lab);
    return { rollback: times(rollback), reset: times(reset) };
  } finally {
    await server.stop();
    await ground.empty();
  }
}
