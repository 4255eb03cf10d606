import { LabClient } from "../../../e2e/client/labClient.ts";
import { isBlank, versionOf } from "../../../server/labs/blankKeys.ts";
import { makeMachine } from "../../../server/labs/machine.ts";
import { destroyInstance, listInstances } from "../../../server/lxd/instances.ts";
import { waitFor } from "../../../server/lxd/waitFor.ts";
import { type Ground, LESSON } from "../ground.ts";

const MINUTE = 60_000;

/** How long blanks may take to be made (ms). */
const BLANKS_PATIENCE = 300_000;

/**
 * Machines a minute that a pool makes after all were taken at once, as a class does: what was made for an earlier one
 * is there to be copied, and was made long before.
 * @param calm waits until the machine has written what was made
 */
export async function measureRefill(
  ground: Ground,
  machines: number,
  calm: () => Promise<void>,
): Promise<number> {
  const server = await ground.server({ LABS_WARM: String(machines) });
  try {
    await server.full(machines);
    const blanks = async () => {
      const instances = await listInstances(ground.labs.lxd);
      return instances.filter((each) => isBlank(each) && versionOf(each)).length >= machines;
    };
    await waitFor(blanks, { timeout: BLANKS_PATIENCE });
    await calm();
    const people = Array.from({ length: machines }, () => new LabClient(server.url));
    await Promise.all(people.map((person) => person.start(LESSON)));
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
