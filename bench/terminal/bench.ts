import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Console } from "../../setup/console.ts";
import { prepareLabs } from "../../setup/labs.ts";
import type { Lifetime } from "../../setup/lifetime.ts";
import { takeLock } from "../../setup/lock.ts";
import { benchSettings } from "../../setup/testSettings.ts";
import type { Effort } from "../choose.ts";
import { CONTENDERS } from "./contenders/all.ts";
import { makeGround } from "./ground.ts";
import { describeMachine } from "./machine.ts";
import { report } from "./report.ts";
import { Run } from "./run.ts";
import { FULL, QUICK } from "./sizes.ts";

const RESULTS = join(import.meta.dirname, "../results");

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
  ui.say(`\n${report(results, "fr")}\n`);
  // A quick run is to look at; what is kept, and shown in the README, is a whole one.
  const folder = quick ? join(config.dataDir, "results") : RESULTS;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "terminal.json"), `${JSON.stringify(results, null, 1)}\n`);
  await writeFile(join(folder, "terminal.md"), `${report(results, "en")}\n`);
  ui.say(`Détail\u00a0: ${join(folder, "terminal.json")}`);
}
