import { LAB_NAME } from "../../server/labs/machines.ts";
import { fencesAroundNothing } from "../../server/lxd/firewall.ts";
import { forgottenBridges } from "../../server/lxd/forgottenBridges.ts";
import { destroyInstance } from "../../server/lxd/instances.ts";
import { dropLabNetwork } from "../../server/lxd/labNetwork.ts";
import { waitFor } from "../../server/lxd/waitFor.ts";
import { traces } from "../attacks/leftovers.ts";
import { testGround } from "./ground.ts";

/** How long what a killed server asked LXD for may go on (ms). */
const STILL_GOING = 60_000;

/**
 * Deletes every instance of the tests' and every bridge of their labs with its fence, also those that are only coming,
 * and waits until nothing is going any more.
 */
export async function clearGround(): Promise<void> {
  const { lxd } = testGround();
  const isClear = async () => {
    const { instances, networks, operations, links } = await traces();
    for (const name of instances) await destroyInstance(lxd, name);
    const lost = [
      ...(await forgottenBridges(lxd, LAB_NAME)),
      ...(await fencesAroundNothing(LAB_NAME)),
    ];
    const bridges = [...networks, ...lost];
    for (const name of bridges) await dropLabNetwork(lxd, name);
    return instances.length + bridges.length + operations.length + links.length === 0;
  };
  if (!(await waitFor(isClear, { timeout: STILL_GOING, every: 200 })))
    throw new Error("Ce que les essais précédents ont laissé ne s’en va pas.");
}
