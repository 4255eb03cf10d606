import { spawn } from "node:child_process";
import { once } from "node:events";
import { startServer } from "../server/main.ts";
import { Console } from "./console.ts";
import { followCourse } from "./followCourse.ts";
import { prepareLabsOrTell } from "./labs.ts";
import { Lifetime } from "./lifetime.ts";
import { takeLock } from "./lock.ts";
import { checkPort, freePort } from "./port.ts";
import { readSettings } from "./settings.ts";
import { astro, caller, ensureSite, MANIFEST_PATH } from "./site.ts";
import { ROOT } from "./settings.ts";

const ui = new Console();
const lifetime = new Lifetime(ui);

await lifetime.run(async () => {
  const config = readSettings();
  await checkPort(config.host, config.port);
  lifetime.onStop(takeLock(config.dataDir));
  const labs = await prepareLabsOrTell(config, ui, lifetime);
  // The server reads the course's scripts at its start: a first build writes them.
  await ensureSite(config.publicUrl, ui);

  const publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
  const server = await startServer({
    ...labs,
    config: { ...config, host: "127.0.0.1", port: await freePort(), publicUrl },
    manifestPath: MANIFEST_PATH,
  });
  lifetime.onStop(() => server.close());
  if (server.firstLink) ui.say(`Premier compte de formateur, une seule fois : ${server.firstLink}`);
  lifetime.onStop(followCourse(MANIFEST_PATH, server, ui));

  const args = [astro(), "dev", "--host", config.host, "--port", String(config.port)];
  const astroDev = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ATELIER_API: server.url, ASTRO_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "inherit", "inherit"],
    ...caller(),
  });
  lifetime.onStop(() => void astroDev.kill());
  const [status] = await once(astroDev, "exit");
  await lifetime.end();
  process.exit(status ?? 0);
});
