import { Console } from "./console.ts";
import { tellFailure } from "./failures.ts";
import { prepareLabs } from "./labs.ts";
import { Lifetime } from "./lifetime.ts";
import { takeLock } from "./lock.ts";
import { BROWSER, installPackages, missingPackages } from "./packages.ts";
import { ensureSite } from "./site.ts";
import { classTests, type Tally, vitest } from "./suites.ts";
import { deleteLabs, integrationEnvironment } from "./testGround.ts";
import { testSettings } from "./testSettings.ts";

/** Where the tests of a whole class are, which need browsers and the site. */
const CLASS = "e2e/class";
/** Files of tests, unless others are named. */
const SOAK = ["e2e/server/attacks", "e2e/server/leaks", "e2e/soak", CLASS];
const LONG = { SOAK: "full", TEST_CYCLES: "1000", CLASS_STUDENTS: "30" };

// The long run of what npm test tries shortly: attacks, a model of a lab's life, kills at random, a whole class. Takes hours.
const ui = new Console();
const lifetime = new Lifetime(ui);

await lifetime.run(async () => {
  const config = testSettings();
  lifetime.onStop(takeLock(config.dataDir));
  const [files = SOAK] = [process.argv.slice(2)].filter(({ length }) => length > 0);
  const [classes, engine] = [files.filter(isClass), files.filter((file) => !isClass(file))];
  if (classes.length > 0) {
    await ensureSite(config.publicUrl, ui);
    const missing = await missingPackages(BROWSER);
    if (missing.length > 0)
      await ui.phase("Navigateur pour les essais", (tell) => installPackages(missing, tell));
  }
  const labs = await prepareLabs(config, ui, (stop) => lifetime.onStop(stop));
  lifetime.onStop(() => deleteLabs(labs.lxd));
  const env = { ...integrationEnvironment(labs), ...LONG };
  const tallies: Tally[] = [];
  if (engine.length > 0) tallies.push(await vitest("integration", env, engine));
  if (classes.length > 0) tallies.push(await classTests(env));
  await lifetime.end();
  const total = (of: (tally: Tally) => number) => tallies.reduce((sum, each) => sum + of(each), 0);
  for (const each of tallies.flatMap(({ failures = [] }) => failures))
    ui.say(tellFailure("Endurance", each));
  ui.say(`${total((each) => each.passed)} passed, ${total((each) => each.failed)} failed`);
  process.exit(total((each) => each.failed) > 0 ? 1 : 0);
});

function isClass(file: string): boolean {
  return file.startsWith(CLASS);
}
