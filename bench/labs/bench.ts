import type { Console } from "../../setup/console.ts";
import { prepareLabs } from "../../setup/labs.ts";
import type { Lifetime } from "../../setup/lifetime.ts";
import { takeLock } from "../../setup/lock.ts";
import { benchSettings } from "../../setup/testSettings.ts";
import type { Effort } from "../choose.ts";
import { keep } from "../keep.ts";
import { describeMachine } from "../terminal/machine.ts";
import { Ground } from "./ground.ts";
import { report } from "./report.ts";
import type { Results } from "./results.ts";
import { measureAll } from "./run.ts";
import { FULL, QUICK } from "./sizes.ts";

/** `npm run bench labs`: from the click to the prompt, rates, labs at rest, a class that arrives, attacks, ways back. */
export async function benchLabs({ quick }: Effort, ui: Console, lifetime: Lifetime): Promise<void> {
  const config = benchSettings();
  lifetime.onStop(takeLock(config.dataDir));
  const labs = await prepareLabs(config, ui, (stop) => lifetime.onStop(stop));
  const ground = new Ground(labs, config.dataDir);
  lifetime.onStop(() => ground.close());

  const effort = quick ? QUICK : FULL;
  const measured = await measureAll(ground, effort, ui);
  const results: Results = {
    bench: "labs",
    date: new Date().toISOString(),
    quick,
    machine: await describeMachine(labs.lxd),
    effort,
    ...measured,
  };
  await keep(ui, config.dataDir, results, report(results));
}
