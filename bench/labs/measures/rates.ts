import { LabClient } from "../../../e2e/client/labClient.ts";
import { isBlank, versionOf } from "../../../server/labs/blankKeys.ts";
import { makeMachine } from "../../../server/labs/machine.ts";
import { destroyInstance, listInstances } from "../../../server/lxd/instances.ts";
import { waitFor } from "../../../server/lxd/waitFor.ts";
import type { Lab } from "../../../server/protocol.ts";
import { median } from "../../statistics.ts";
import { type Ground, LESSON } from "../ground.ts";
import type { Sizes } from "../sizes.ts";

const MINUTE = 60_000;

/** How long blanks may take to be made (ms). */
const BLANKS_PATIENCE = 300_000;

/**
 * Machines a minute that a pool makes after all were taken at once, as a class does: what was made for an earlier one
 * is there to be copied, and was made long before. The median of so many rounds: one is over in some seconds, and
 * moves with whatever the machine does in them.
 * @param calm waits until the machine has written what was made
 */
export async function measureRefill(
  ground: Ground,
  { refill: machines, refills }: Pick<Sizes, "refill" | "refills">,
  calm: () => Promise<void>,
): Promise<number> {
  const server = await ground.server({ LABS_WARM: String(machines) });
  try {
    const rates: number[] = [];
    for (let round = 0; round < refills; round++) {
      await server.full(machines);
      await waitFor(() => hasBlanks(ground, machines), { timeout: BLANKS_PATIENCE });
      await calm();
      const people = Array.from({ length: machines }, () => new LabClient(server.url));
      const labs = await Promise.all(people.map((person) => person.start(LESSON)));
      const started = performance.now();
      await server.full(machines);
      rates.push((machines * MINUTE) / (performance.now() - started));
      await Promise.all(people.map((person, i) => person.stop((labs[i] as Lab).id)));
    }
    return median(rates);
  } finally {
    await server.stop();
    await ground.empty();
  }
}

async function hasBlanks({ labs: { lxd } }: Ground, count: number): Promise<boolean> {
  const instances = await listInstances(lxd);
  return instances.filter((each) => isBlank(each) && versionOf(each)).length >= count;
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
