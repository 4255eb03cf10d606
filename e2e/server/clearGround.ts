import { setTimeout as delay } from "node:timers/promises";
import { LAB_NAME } from "../../server/labs/machines.ts";
import { dropFilter, strayFilters } from "../../server/lxd/bridgeFilters.ts";
import { fencesAroundNothing } from "../../server/lxd/firewall.ts";
import { forgottenBridges } from "../../server/lxd/forgottenBridges.ts";
import { destroyInstance, instanceNames } from "../../server/lxd/instances.ts";
import { dropLabNetwork } from "../../server/lxd/labNetwork.ts";
import { dropVeth, lostVeths } from "../../server/lxd/veths.ts";
import { waitFor } from "../../server/lxd/waitFor.ts";
import { traces } from "../attacks/leftovers.ts";
import { testGround } from "./ground.ts";

/** How long what a killed server asked LXD for may go on (ms). */
const STILL_GOING = 60_000;

/** How long a machine that is being made has no place for its network card yet (ms). */
const BEING_MADE = 2_000;

/** Takes away what a killed LXD left of machines in the kernel. */
async function dropOfTheDead(): Promise<void> {
  const { lxd } = testGround();
  for (const filter of await strayFilters(lxd.project, await instanceNames(lxd)))
    await dropFilter(filter);
  const lost = await lostVeths();
  if (lost.length === 0) return;
  // Another LXD of this machine may be at work.
  await delay(BEING_MADE);
  const still = new Set((await lostVeths()).map(({ ifname }) => ifname));
  for (const { ifname } of lost) if (still.has(ifname)) await dropVeth(ifname);
}

/**
 * Deletes every instance of the tests' and every bridge of their labs with its fence, also those that are only coming,
 * and waits until nothing is going any more.
 */
export async function clearGround(): Promise<void> {
  const { lxd } = testGround();
  const isClear = async () => {
    const { instances, networks, operations, filters, links } = await traces();
    for (const name of instances) await destroyInstance(lxd, name);
    const lost = [
      ...(await forgottenBridges(lxd, LAB_NAME)),
      ...(await fencesAroundNothing(LAB_NAME)),
    ];
    const bridges = [...networks, ...lost];
    for (const name of bridges) await dropLabNetwork(lxd, name);
    await dropOfTheDead();
    return [instances, bridges, operations, filters, links].every(({ length }) => length === 0);
  };
  if (!(await waitFor(isClear, { timeout: STILL_GOING, every: 200 })))
    throw new Error("Ce que les essais précédents ont laissé ne s’en va pas.");
}
