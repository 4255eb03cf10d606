import { Console } from "../setup/console.ts";
import { Lifetime } from "../setup/lifetime.ts";
import { type Bench, choose, UsageError } from "./choose.ts";
import { benchClass } from "./class/bench.ts";
import { benchLabs } from "./labs/bench.ts";
import { benchSite } from "./site/bench.ts";
import { benchTerminal } from "./terminal/bench.ts";

// The benchmarks, side by side with peers: `npm run bench [-- name… --quick]`.
const ui = new Console();
const lifetime = new Lifetime(ui);

const BENCHES: Record<string, Bench> = {
  class: (effort) => benchClass(effort, ui, lifetime),
  labs: (effort) => benchLabs(effort, ui, lifetime),
  site: (effort) => benchSite(effort, ui, lifetime),
  terminal: (effort) => benchTerminal(effort, ui, lifetime),
};

await lifetime.run(async () => {
  const { names, quick } = chooseOrLeave();
  for (const name of names) await BENCHES[name]?.({ quick });
  await lifetime.end();
  process.exit(0);
});

function chooseOrLeave() {
  try {
    return choose(process.argv.slice(2), Object.keys(BENCHES));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
