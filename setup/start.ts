import { startServer } from "../server/main.ts";
import { Console } from "./console.ts";
import { prepareLabs, type Labs } from "./labs.ts";
import { Lifetime } from "./lifetime.ts";
import { takeLock } from "./lock.ts";
import { checkPort } from "./port.ts";
import { Problem } from "./problems.ts";
import { readSettings } from "./settings.ts";
import { ensureSite, MANIFEST_PATH, SITE_DIR } from "./site.ts";

const ui = new Console();
const lifetime = new Lifetime(ui);

await lifetime.run(async () => {
  const config = readSettings();
  await checkPort(config.host, config.port);
  lifetime.onStop(takeLock(config.dataDir));

  // Without labs the lessons are still worth reading.
  let labs: Labs | undefined;
  let unavailable: string | undefined;
  try {
    labs = await prepareLabs(config, ui, (stop) => lifetime.onStop(stop));
  } catch (error) {
    if (!(error instanceof Problem) || error.stops) throw error;
    unavailable = error.message;
    ui.say(`Pas de labs. ${unavailable}`);
  }

  await ensureSite(config.publicUrl, ui);
  const server = await startServer({
    config,
    lxd: labs?.lxd ?? null,
    lab: labs?.lab ?? null,
    ...(unavailable ? { unavailable } : {}),
    siteDir: SITE_DIR,
    manifestPath: MANIFEST_PATH,
  });
  lifetime.onStop(() => server.close());
  ui.say(`Prêt : ${server.url}`);
});
