import { startServer } from "../server/main.ts";
import { Console } from "./console.ts";
import { prepareLabsOrTell } from "./labs.ts";
import { Lifetime } from "./lifetime.ts";
import { takeLock } from "./lock.ts";
import { checkPort } from "./port.ts";
import { readSettings } from "./settings.ts";
import { ensureSite, MANIFEST_PATH, SITE_DIR } from "./site.ts";

const ui = new Console();
const lifetime = new Lifetime(ui);

await lifetime.run(async () => {
  const config = readSettings();
  await checkPort(config.host, config.port);
  lifetime.onStop(takeLock(config.dataDir));
  const labs = await prepareLabsOrTell(config, ui, lifetime);
  await ensureSite(config.publicUrl, ui);
  const server = await startServer({
    ...labs,
    config,
    siteDir: SITE_DIR,
    manifestPath: MANIFEST_PATH,
  });
  lifetime.onStop(() => server.close());
  ui.say(`Prêt : ${server.url}`);
  if (server.firstLink) ui.say(`Premier compte de formateur, une seule fois : ${server.firstLink}`);
});
