import { cpus, release, totalmem } from "node:os";
import { type Audit, openLighthouse } from "../../e2e/client/lighthouse.ts";
import type { Config } from "../../server/config.ts";
import { startServer } from "../../server/main.ts";
import type { Console } from "../../setup/console.ts";
import type { Lifetime } from "../../setup/lifetime.ts";
import { prepareLabsOrTell } from "../../setup/labs.ts";
import { takeLock } from "../../setup/lock.ts";
import { BROWSER, installPackages, missingPackages } from "../../setup/packages.ts";
import { ensureSite, MANIFEST_PATH, SITE_DIR } from "../../setup/site.ts";
import { benchSettings } from "../../setup/testSettings.ts";
import type { Effort } from "../choose.ts";
import { keep } from "../keep.ts";
import { Ground } from "../labs/ground.ts";
import { type ClickFigures, measureClick } from "./click.ts";
import { report } from "./report.ts";
import { middleOf, type Results } from "./results.ts";

/** One page of each kind, by its French name. */
const PAGES = {
  accueil: "/",
  leçon: "/lxd/premiers-conteneurs/",
  glossaire: "/glossaire/",
  recherche: "/recherche/",
};
const ROUNDS = 5;
/** Where « Démarrer » is clicked, and how often, for each round of Lighthouse. */
const CLICKED = "/conteneurs/mode-d-emploi/";
const CLICKS = 4;
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
/** Started as root, without a graphics card, and never to call home. */
const CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

/** `npm run bench site`: Lighthouse's mobile profile on one page of each kind, served without labs; then a click, with. */
export async function benchSite({ quick }: Effort, ui: Console, lifetime: Lifetime): Promise<void> {
  const config = benchSettings();
  lifetime.onStop(takeLock(config.dataDir));
  await ensureSite(config.publicUrl, ui);
  const missing = await missingPackages(BROWSER);
  if (missing.length > 0) await ui.phase("Navigateur", (tell) => installPackages(missing, tell));
  const server = await startServer({
    config,
    lxd: null,
    lab: null,
    siteDir: SITE_DIR,
    manifestPath: MANIFEST_PATH,
  });
  lifetime.onStop(() => server.close());
  const lighthouse = await openLighthouse(CHROMIUM, CHROMIUM_ARGS);
  lifetime.onStop(() => lighthouse.close());

  const rounds = quick ? 1 : ROUNDS;
  const audits = new Map<string, Audit[]>();
  for (let round = 1; round <= rounds; round++)
    await ui.phase(`Lighthouse, tour ${round} sur ${rounds}`, async (tell) => {
      for (const [name, path] of Object.entries(PAGES)) {
        tell(name);
        const audit = await lighthouse.audit(`${server.url}${path}`);
        audits.set(name, [...(audits.get(name) ?? []), audit]);
      }
    });
  const click = await measureClicks(rounds * CLICKS, config, ui, lifetime);
  const results: Results = {
    bench: "site",
    date: new Date().toISOString(),
    quick,
    machine: {
      processor: cpus()[0]?.model ?? "",
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      kernel: release(),
      node: process.version,
    },
    rounds,
    pages: Object.entries(PAGES).map(([name, path]) =>
      middleOf(name, path, audits.get(name) ?? []),
    ),
    ...(click ? { click } : {}),
  };
  await keep(ui, config.dataDir, results, report(results));
}

/** Clicks in a browser, on a server with labs; nothing where there can be none, which is told. */
async function measureClicks(
  rounds: number,
  config: Config,
  ui: Console,
  lifetime: Lifetime,
): Promise<ClickFigures | undefined> {
  const labs = await prepareLabsOrTell(config, ui, lifetime);
  if (!labs.lxd) return undefined;
  const ground = new Ground(labs, config.dataDir);
  lifetime.onStop(() => ground.close());
  await ground.empty();
  return await ui.phase("Clic → invite, dans un navigateur", async () => {
    const site = { siteDir: SITE_DIR, manifestPath: MANIFEST_PATH };
    const { url, stop } = await ground.server({ LABS_WARM: "1" }, site);
    try {
      const launch = { executablePath: CHROMIUM, args: CHROMIUM_ARGS };
      return await measureClick({ url, lesson: CLICKED, rounds }, launch);
    } finally {
      await stop();
    }
  });
}
