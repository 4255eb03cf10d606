import type { Console } from "../../setup/console.ts";
import { prepareLabs } from "../../setup/labs.ts";
import type { Lifetime } from "../../setup/lifetime.ts";
import { takeLock } from "../../setup/lock.ts";
import { benchSettings } from "../../setup/testSettings.ts";
import type { Effort } from "../choose.ts";
import { keep } from "../keep.ts";
import { CONTENDERS } from "./contenders/all.ts";
import { makeGround } from "./ground.ts";
import { describeMachine } from "./machine.ts";
import { report } from "./report.ts";
import { Run } from "./run.ts";
import { FULL, QUICK } from "./sizes.ts";

/** `npm run bench terminal`: our server, the bare LXD socket, and peers, in one run, in the same lab. */
export async function benchTerminal(
  { quick }: Effort,
  ui: Console,
  lifetime: Lifetime,
): Promise<void> {
  const config = benchSettings();
  lifetime.onStop(takeLock(config.dataDir));
  const labs = await prepareLabs(config, ui, (stop) => lifetime.onStop(stop));
  const sizes = quick ? QUICK : FULL;
  const ground = await ui.phase("Labs des mesures", () => makeGround(config, labs, sizes.labs));
  lifetime.onStop(() => ground.close());

  const run = new Run(ground, sizes, ui);
  lifetime.onStop(() => run.stop());
  const entries = await run.all(CONTENDERS);
  const results = {
    bench: "terminal" as const,
    date: new Date().toISOString(),
    quick,
    machine: await describeMachine(labs.lxd),
    effort: { ...sizes },
    entries,
  };
  await keep(ui, config.dataDir, results, report(results, "fr"), report(results, "en"));
}
