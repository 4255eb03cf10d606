import { mkdir } from "node:fs/promises";
import type { Config } from "../server/config.ts";
import type { LxdClient } from "../server/lxd/client.ts";
import { daemonPaths } from "../server/lxd/daemonFiles.ts";
import { chooseLxd } from "../server/lxd/find.ts";
import { provision } from "../server/lxd/provision.ts";
import { NoSpace } from "../server/lxd/storage.ts";
import type { Console } from "./console.ts";
import { openDaemon, refusal } from "./daemon.ts";
import { readFacts } from "./facts.ts";
import { ensureLabImage } from "./image.ts";
import type { Lifetime } from "./lifetime.ts";
import { raiseInotify } from "./kernel.ts";
import { installPackages, missingPackages, packagesFor } from "./packages.ts";
import { causeOf, Problem } from "./problems.ts";

/** Everything that a server needs to give labs. */
export interface Labs {
  /** Speaks within the atelier's LXD project. */
  lxd: LxdClient;
  lab: { image: string; profile: string };
}

/**
 * From whatever machine to one that can give labs. `onStop` takes what ends that which was started.
 * @throws {Problem} what is missing, and the remedy.
 */
export async function prepareLabs(
  config: Config,
  ui: Console,
  onStop: (stop: () => Promise<void>) => void,
): Promise<Labs> {
  if (process.platform !== "linux") throw new Problem("not-linux", { platform: process.platform });
  await mkdir(config.dataDir, { recursive: true });
  const choice = chooseLxd(await readFacts(config));
  if (choice.use === "none") throw refusal(choice);
  await ensurePackages(await packagesFor(choice), ui);

  const note = (text: string) => ui.note(text);
  try {
    const daemon = await ui.phase("LXD", async (tell) => {
      const opened = await openDaemon(choice, config, note);
      onStop(() => opened.stop());
      tell(opened.name);
      return opened;
    });
    const ground = await ui.phase("Projet, stockage, réseau et barrière des labs", async () => {
      await raiseInotify(note);
      return await provision(daemon.client, {
        project: config.lxdProject,
        pool: config.lxdPool,
        network: config.lxdNetwork,
        memory: config.labMemory,
        cpu: config.labCpu,
        disk: config.labDisk,
        internet: config.labInternet,
        dataDir: config.dataDir,
        isPrivate: daemon.isPrivate,
        ...(daemon.isPrivate ? { poolDirectory: daemonPaths(config.dataDir).lxd } : {}),
        note,
      });
    });
    const image = await ensureLabImage(ground, config.dataDir, ui);
    return { lxd: ground.client, lab: { image, profile: ground.profile } };
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof NoSpace)
      throw new Problem("no-space", { dataDir: config.dataDir, cause: error.message });
    throw new Problem("provision-failed", { cause: causeOf(error) });
  }
}

/**
 * The same for a server, which does without labs where they cannot be: the reason is told here, and on each page.
 */
export async function prepareLabsOrTell(
  config: Config,
  ui: Console,
  lifetime: Lifetime,
): Promise<(Labs & { unavailable?: never }) | { lxd: null; lab: null; unavailable: string }> {
  try {
    return await prepareLabs(config, ui, (stop) => lifetime.onStop(stop));
  } catch (error) {
    if (!(error instanceof Problem) || error.stops) throw error;
    ui.say(`Pas de labs. ${error.message}`);
    return { lxd: null, lab: null, unavailable: error.message };
  }
}

async function ensurePackages(wanted: Record<string, string>, ui: Console): Promise<void> {
  const missing = await missingPackages(Object.keys(wanted)).catch(() => []);
  if (missing.length === 0) return;
  ui.say("Les labs demandent ces paquets de la distribution, qui sont installés maintenant\u00a0:");
  for (const name of missing) ui.note(`${name.padEnd(22)} ${wanted[name]}`);
  await ui.phase("Paquets de la distribution", (tell) => installPackages(missing, tell));
}
