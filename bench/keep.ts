import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Console } from "../setup/console.ts";

const RESULTS = join(import.meta.dirname, "results");

/**
 * Shows a report and keeps it beside its figures. A quick run is to look at, and goes to the benches' own data; what is
 * kept in the repository is a whole one.
 * @param dataDir of the benches @param kept the report in the language of the README; as it is shown unless told
 */
export async function keep(
  ui: Console,
  dataDir: string,
  results: { bench: string; quick: boolean },
  shown: string,
  kept = shown,
): Promise<void> {
  ui.say(`\n${shown}\n`);
  const folder = results.quick ? join(dataDir, "results") : RESULTS;
  await mkdir(folder, { recursive: true });
  const file = join(folder, results.bench);
  await writeFile(`${file}.json`, `${JSON.stringify(results, null, 1)}\n`);
  await writeFile(`${file}.md`, `${kept}\n`);
  ui.say(`Détail\u00a0: ${file}.json`);
}
