import { Console } from "./console.ts";
import { tellFailure } from "./failures.ts";
import { prepareLabs } from "./labs.ts";
import { Lifetime } from "./lifetime.ts";
import { takeLock } from "./lock.ts";
import { vitest } from "./suites.ts";
import { deleteLabs, integrationEnvironment } from "./testGround.ts";
import { testSettings } from "./testSettings.ts";

/** Files of tests, unless others are named. */
const SOAK = ["e2e/server/attacks", "e2e/server/leaks", "e2e/server/classroom", "e2e/soak"];

// The long run of what npm test tries shortly: attacks, a model of a lab's life, kills at random, a whole class. Takes hours.
const ui = new Console();
const lifetime = new Lifetime(ui);

await lifetime.run(async () => {
  const config = testSettings();
  lifetime.onStop(takeLock(config.dataDir));
  const labs = await prepareLabs(config, ui, (stop) => lifetime.onStop(stop));
  lifetime.onStop(() => deleteLabs(labs.lxd));
  const [files = SOAK] = [process.argv.slice(2)].filter(({ length }) => length > 0);
  const long = { SOAK: "full", TEST_CYCLES: "1000", CLASS_STUDENTS: "30" };
  const env = { ...integrationEnvironment(labs), ...long };
  const { passed, failed, failures = [] } = await vitest("integration", env, files);
  await lifetime.end();
  for (const each of failures) ui.say(tellFailure("Endurance", each));
  ui.say(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
});
