import { availableParallelism, loadavg } from "node:os";
import { waitFor } from "../../server/lxd/waitFor.ts";
import type { Console, Tell } from "../../setup/console.ts";
import type { Ground } from "./ground.ts";
import { measureArrival } from "./measures/arrival.ts";
import { measureAttacks } from "./measures/attacks.ts";
import { measureIdle } from "./measures/idle.ts";
import { measureRefill, measureThroughput } from "./measures/rates.ts";
import { measureRollback } from "./measures/rollback.ts";
import { measureCold, measureWarm } from "./measures/starts.ts";
import type { Figures } from "./results.ts";
import type { Sizes } from "./sizes.ts";

/** Starts at a time that are compared. */
const CONCURRENCIES = [1, 2, 4, 8];
/** Processes that wait for each core, on the average of a minute, on a machine that is calm. */
const CALM = 1.5;
/** How long a machine may take to become so; it is measured all the same then (ms). */
const CALM_PATIENCE = 120_000;

/** All measures, one after the other, each on an empty ground; one that fails leaves the others alone. */
export async function measureAll(
  ground: Ground,
  sizes: Sizes,
  ui: Console,
): Promise<{ figures: Figures; failures: Record<string, string> }> {
  const figures: Figures = {};
  const failures: Record<string, string> = {};
  const measures: [title: string, measure: (tell: Tell) => Promise<unknown>][] = [
    [
      "Clic → invite, machine d’avance",
      async () => Object.assign(figures, await measureWarm(ground, sizes.starts)),
    ],
    [
      "Clic → invite, sans",
      async () => Object.assign(figures, await measureCold(ground, sizes.starts)),
    ],
    [
      "Réserve",
      async (tell) => (figures.refill = await measureRefill(ground, sizes, () => calm(tell))),
    ],
    ["Démarrages de front", async () => (figures.throughput = await throughput(ground, sizes))],
    ["Retours", async () => Object.assign(figures, await measureRollback(ground, sizes.rollbacks))],
    ["Une classe arrive", async () => (figures.arrival = await measureArrival(ground, sizes))],
    ["Labs au repos", async () => (figures.idle = await measureIdle(ground, sizes))],
    // Last: the load that they leave behind refuses labs to others.
    ["Attaques", async () => Object.assign(figures, await measureAttacks(ground, sizes))],
  ];
  await ground.empty();
  for (const [title, measure] of measures)
    await ui.phase(title, async (tell) => {
      try {
        await calm(tell);
        await measure(tell);
      } catch (error) {
        failures[title] = error instanceof Error ? error.message : String(error);
        ui.note(`${title}\u00a0: ${failures[title]}`);
        await ground.empty();
      }
    });
  return { figures, failures };
}

/** Waits until little else runs on this machine: a loaded one refuses labs, rightly. */
async function calm(tell: Tell): Promise<void> {
  const isCalm = () => (loadavg()[0] ?? 0) < CALM * availableParallelism();
  if (isCalm()) return;
  tell("la machine se calme");
  await waitFor(isCalm, { timeout: CALM_PATIENCE, every: 1_000 });
}

async function throughput(ground: Ground, { throughput: machines }: Sizes) {
  const rows: { concurrency: number; perMinute: number }[] = [];
  for (const concurrency of CONCURRENCIES)
    rows.push({ concurrency, perMinute: await measureThroughput(ground, machines, concurrency) });
  return rows;
}
