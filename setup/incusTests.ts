import type { Config } from "../server/config.ts";
import { serverInfo } from "../server/lxd/serverInfo.ts";
import { readFacts } from "./facts.ts";
import { openIncus } from "./incusGround.ts";
import { chooseIncus, type IncusSource } from "./incusSource.ts";
import type { Labs } from "./labs.ts";
import { aptKnows } from "./packages.ts";
import { type Tally, vitest } from "./suites.ts";
import { integrationEnvironment } from "./testGround.ts";
import { INCUS_PACKAGE } from "./unpackedIncus.ts";

/** What differs most between daemons: provisioning, fences, exec and its ends, terminals over all three ways. */
const FILES = ["server/lxd/ground.int.test.ts", "e2e/server/terminals.test.ts"];

/** Where an Incus for tests is, besides the daemon on which everything was tried already. */
export async function findIncus(config: Config, { lxd }: Labs): Promise<IncusSource> {
  const { environment } = await serverInfo(lxd);
  if (environment.server === "incus")
    return { from: "nowhere", why: "les autres essais y ont déjà tourné" };
  return chooseIncus(await readFacts(config), await aptKnows(INCUS_PACKAGE));
}

/** Runs a part of the integration tests on Incus; nothing of it is left afterwards. */
export async function testOnIncus(
  source: Exclude<IncusSource, { from: "nowhere" }>,
  config: Config,
  labs: Labs,
  ui: { note: (text: string) => void; onStop: (stop: () => Promise<void>) => void },
): Promise<Tally> {
  const stops: (() => Promise<void>)[] = [];
  const onStop = (stop: () => Promise<void>) => {
    stops.push(stop);
    ui.onStop(stop);
  };
  try {
    const incus = await openIncus(source, config, labs, { ...ui, onStop });
    const env = { ...integrationEnvironment(incus.labs), ...incus.env };
    return await vitest("integration", env, FILES);
  } finally {
    for (const stop of stops) await stop();
  }
}
