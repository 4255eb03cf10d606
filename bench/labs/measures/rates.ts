import { makeMachine } from "../../../server/labs/machine.ts";
import { destroyInstance } from "../../../server/lxd/instances.ts";
import type { Ground } from "../ground.ts";

const MINUTE = 60_000;

/** Machines a minute that an empty pool makes. */
export async function measureRefill(ground: Ground, machines: number): Promise<number> {
  const server = await ground.server({ LABS_WARM: String(machines) });
  try {
    const started = performance.now();
    await server.full(machines);
    return (machines * MINUTE) / (performance.now() - started);
  } finally {
    await server.stop();
    await ground.empty();
  }
}

/** Machines a minute, from nothing to booted, so many being made at a time. */
export async function measureThroughput(
  { labs: { lxd, lab } }: Ground,
  machines: number,
  concurrency: number,
): Promise<number> {
  const names = Array.from({ length: machines }, (_, i) => `rate-${i}`);
  const left = names.values();
  const started = performance.now();
  try {
    await atOnce(concurrency, async () => {
      for (const name of left) await makeMachine(lxd, name, lab, {});
    });
    return (machines * MINUTE) / (performance.now() - started);
  } finally {
    for (const name of names) await destroyInstance(lxd, name);
  }
}

/** The same work so many times side by side. */
export async function atOnce(count: number, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, work));
}
