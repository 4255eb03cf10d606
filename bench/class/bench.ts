import type { Console } from "../../setup/console.ts";
import { prepareLabs } from "../../setup/labs.ts";
import type { Lifetime } from "../../setup/lifetime.ts";
import { takeLock } from "../../setup/lock.ts";
import { benchSettings } from "../../setup/testSettings.ts";
import type { Effort } from "../choose.ts";
import { keep } from "../keep.ts";
import { Ground } from "../labs/ground.ts";
import { describeMachine } from "../terminal/machine.ts";
import { measureClass } from "./measure.ts";
import { report } from "./report.ts";
import { FULL, QUICK, type Results } from "./results.ts";

/** `npm run bench class`: classes of several sizes, each student in a real lab, an instructor before the board. */
export async function benchClass(
  { quick }: Effort,
  ui: Console,
  lifetime: Lifetime,
): Promise<void> {
  const config = benchSettings();
  lifetime.onStop(takeLock(config.dataDir));
  const labs = await prepareLabs(config, ui, (stop) => lifetime.onStop(stop));
  const ground = new Ground(labs, config.dataDir);
  lifetime.onStop(() => ground.close());
  await ground.empty();

  const effort = quick ? QUICK : FULL;
  const results: Results = {
    bench: "class",
    date: new Date().toISOString(),
    quick,
    machine: await describeMachine(labs.lxd),
    effort,
    classes: [],
    failures: {},
  };
  for (const students of effort.students)
    await ui.phase(`Une classe de ${students}`, async () => {
      try {
        results.classes.push(await measureClass(ground, students, effort.work));
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        results.failures[`${students} élèves`] = why;
        ui.note(`${students} élèves\u00a0: ${why}`);
      }
    });
  await keep(ui, config.dataDir, results, report(results));
}
