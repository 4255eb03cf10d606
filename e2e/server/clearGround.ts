import { destroyInstance } from "../../server/lxd/instances.ts";
import { waitFor } from "../../server/lxd/waitFor.ts";
import { traces } from "../attacks/leftovers.ts";
import { testGround } from "./ground.ts";

/** How long what a killed server asked LXD for may go on (ms). */
const STILL_GOING = 60_000;

/** Deletes every instance of the tests', also those that are only coming, and waits until nothing is going any more. */
export async function clearGround(): Promise<void> {
  const { lxd } = testGround();
  const isClear = async () => {
    const { instances, operations, links } = await traces();
    for (const name of instances) await destroyInstance(lxd, name);
    return instances.length + operations.length + links.length === 0;
  };
  if (!(await waitFor(isClear, { timeout: STILL_GOING, every: 200 })))
    throw new Error("Ce que les essais précédents ont laissé ne s’en va pas.");
}
