import { startServer } from "../server/main.ts";
import { Console } from "./console.ts";
import { totalsOf } from "./courseReport.ts";
import { playCourse } from "./courseRun.ts";
import { keepVerified } from "./courseVerified.ts";
import { prepareLabs } from "./labs.ts";
import { Lifetime } from "./lifetime.ts";
import { takeLock } from "./lock.ts";
import { ensureSite, MANIFEST_PATH } from "./site.ts";
import { testSettings } from "./testSettings.ts";

// Plays the lessons in real labs: `npm run course [-- lesson…]`. Exit status 1 if any step fails.
// A lesson that passed whole is noted in content/verified.json, from where its page takes its badge.
const ui = new Console();
const lifetime = new Lifetime(ui);

await lifetime.run(async () => {
  const config = testSettings();
  lifetime.onStop(takeLock(config.dataDir));
  await ensureSite(config.publicUrl, ui);
  const labs = await prepareLabs(config, ui, (stop) => lifetime.onStop(stop));
  const server = await startServer({ ...labs, config, manifestPath: MANIFEST_PATH });
  lifetime.onStop(() => server.close());
  const played = await playCourse(server.url, MANIFEST_PATH, process.argv.slice(2));
  await keepVerified(played);
  const { steps, failed } = totalsOf(played);
  ui.say(`${steps - failed} passed, ${failed} failed`);
  await lifetime.end();
  process.exit(failed > 0 ? 1 : 0);
});
