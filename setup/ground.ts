import { Console } from "./console.ts";
import { prepareLabs } from "./labs.ts";
import { Lifetime } from "./lifetime.ts";
import { takeLock } from "./lock.ts";
import { readSettings } from "./settings.ts";
import { describeEndpoint } from "../server/lxd/endpoint.ts";

// LXD and the lab image, without server or site, until it is told to end: for tests and for work on labs.
const ui = new Console();
const lifetime = new Lifetime(ui);

await lifetime.run(async () => {
  const config = readSettings();
  lifetime.onStop(takeLock(config.dataDir));
  const labs = await prepareLabs(config, ui, (stop) => lifetime.onStop(stop));
  ui.say(`LXD_URL=${describeEndpoint(labs.lxd.endpoint)}`);
  ui.say(`Image ${labs.lab.image}, profil ${labs.lab.profile}, projet ${labs.lxd.project}`);
  // Nothing else keeps the process: the daemon's life must not depend on an idle event loop.
  const forever = setInterval(() => undefined, 2 ** 30);
  lifetime.onStop(() => clearInterval(forever));
});
