import { setTimeout as delay } from "node:timers/promises";
import { LabClient } from "../../../e2e/client/labClient.ts";
import { listInstances } from "../../../server/lxd/instances.ts";
import type { Ground } from "../ground.ts";
import { type Arrival, times } from "../results.ts";
import type { Sizes } from "../sizes.ts";
import { type Started, startLab, stopLab } from "../session.ts";

const MINUTE = 60_000;

/** A class presses « Démarrer » nearly at once, with a pool that is too small for it; then all leave at once. */
export async function measureArrival(ground: Ground, sizes: Sizes): Promise<Arrival> {
  const { students, arrival, pool } = sizes;
  const server = await ground.server({ LABS_WARM: String(pool) });
  try {
    await server.full(pool);
    const errors: string[] = [];
    let queued = 0;
    const one = async (index: number): Promise<Started | undefined> => {
      await delay((index * arrival) / students);
      const person = new LabClient(server.url);
      try {
        return await startLab(person, { queued: () => void queued++ });
      } catch (error) {
        errors.push(error instanceof Error ? error.message : String(error));
        return undefined;
      }
    };
    const all = await Promise.all(Array.from({ length: students }, (_, index) => one(index)));
    const labs = all.filter((lab) => lab !== undefined);
    const leaving = performance.now();
    await Promise.all(labs.map(stopLab));
    const ends = (labs.length * MINUTE) / (performance.now() - leaving);
    const there = (await listInstances(ground.labs.lxd)).map(({ name }) => name);
    return {
      asked: students,
      served: labs.length,
      errors,
      prompt: times(labs.map(({ ms }) => ms)),
      queued,
      ends,
      left: labs.filter(({ id }) => there.includes(id)).length,
    };
  } finally {
    await server.stop();
    await ground.empty();
  }
}
