import { startServer } from "../server/main.ts";
import { Console } from "./console.ts";
import { playCourse } from "./courseRun.ts";
import { prepareLabs } from "./labs.ts";
import { Lifetime } from "./lifetime.ts";
import { takeLock } from "./lock.ts";
import { ensureSite, MANIFEST_PATH } from "./site.ts";
import { testSettings } from "./testSettings.ts";

// Plays the lessons in real labs: `npm run course [-- lesson…]`. Exit status 1 if any step fails.
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
  const failed = played.filter(({ failure }) => failure).length;
  ui.say(`${played.length - failed} passed, ${failed} failed`);
  await lifetime.end();
  process.exit(failed > 0 ? 1 : 0);
});
