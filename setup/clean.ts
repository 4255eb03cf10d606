import { existsSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import type { Config } from "../server/config.ts";
import { dropFilter, strayFilters } from "../server/lxd/bridgeFilters.ts";
import { LxdClient } from "../server/lxd/client.ts";
import { run } from "../server/lxd/command.ts";
import { daemonPaths } from "../server/lxd/daemonFiles.ts";
import { chooseLxd } from "../server/lxd/find.ts";
import { dropFirewall } from "../server/lxd/firewall.ts";
import { projectNetwork } from "../server/lxd/project.ts";
import { unprovision } from "../server/lxd/unprovision.ts";
import { Console } from "./console.ts";
import { openDaemon, refusal } from "./daemon.ts";
import { readFacts } from "./facts.ts";
import { dropIncus } from "./incusGround.ts";
import { Lifetime } from "./lifetime.ts";
import { takeLock } from "./lock.ts";
import { readSettings } from "./settings.ts";
import { benchSettings, testSettings } from "./testSettings.ts";

// Takes away everything that the atelier made in LXD and in its data folder, and nothing else.
const ui = new Console();
const lifetime = new Lifetime(ui);

await lifetime.run(async () => {
  const config = readSettings();
  const target = `les projets LXD «\u00a0${config.lxdProject}\u00a0» et de ses essais et mesures, et ${config.dataDir}`;
  if (!process.argv.includes("--yes") && !(await confirm(target))) return;
  // The folders of tests and benchmarks are within the other one: they go first.
  for (const each of [testSettings(), benchSettings(), config]) await clean(each);
  ui.say("Il ne reste rien de l’atelier, hors du dépôt et des paquets de la distribution.");
});

/** Takes away what one atelier made: in LXD, then in its data folder. */
async function clean(config: Config): Promise<void> {
  const facts = await readFacts(config);
  const choice = chooseLxd(facts);
  if (choice.use === "none") throw refusal(choice);
  const isPrivate = choice.use === "private";
  if (isPrivate && !existsSync(config.dataDir)) return;

  const unlock = takeLock(config.dataDir);
  lifetime.onStop(unlock);
  const nothing = choice.use === "install-incus" || (isPrivate && !facts.hasPrivate);
  if (!nothing) {
    const daemon = await openDaemon(choice, config, (text) => ui.note(text));
    const root = new LxdClient(daemon.client.endpoint);
    await ui.phase(`Projet ${config.lxdProject}, avec tout ce qu’il contient`, async (tell) => {
      const bridge = await projectNetwork(root, config.lxdProject);
      await unprovision(root, { ...config, onStep: tell });
      if (bridge) await dropFirewall(bridge);
      // Without root, without nft, or where LXD is on another machine, its filters are out of reach.
      const filters = await strayFilters(config.lxdProject, []).catch(() => []);
      for (const filter of filters) await dropFilter(filter);
    });
    await daemon.stop();
  }
  await dropIncus(config);
  await ui.phase(`Dossier ${config.dataDir}`, () => emptyDataDir(config.dataDir));
  unlock();
  await rmdir(config.dataDir).catch(() =>
    ui.note(`${config.dataDir} garde ce qui n’est pas à nous.`),
  );
}

/** Takes our own things out of the data folder: it may be a folder that has others in it. */
async function emptyDataDir(dataDir: string): Promise<void> {
  const paths = daemonPaths(dataDir);
  await run("umount", ["-l", paths.lxcfs]).catch(() => undefined);
  const ours = [
    ...["build", "cookie-secret", "terminals", "lines", "starter"],
    // Of benchmarks.
    ...["terminal", "labs", "peers", "results"],
  ].map((name) => join(dataDir, name));
  ours.push(paths.lxd, paths.lxcfs, `${paths.lxcfs}.lock`, paths.template, paths.subid, paths.log);
  await run("rm", ["-rf", "--one-file-system", ...ours]);
}

async function confirm(target: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    ui.say(`Rien n’est effacé sans votre accord\u00a0: npm run clean -- --yes efface ${target}.`);
    return false;
  }
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question(`Effacer ${target}\u202f? (oui/non) `);
  prompt.close();
  return answer.trim().toLowerCase() === "oui";
}
