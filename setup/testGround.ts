import type { LxdClient } from "../server/lxd/client.ts";
import { destroyInstance, listInstances } from "../server/lxd/instances.ts";
import { dropLabNetwork, listLabNetworks } from "../server/lxd/labNetwork.ts";
import type { Labs } from "./labs.ts";

/** What the integration tests are told of the ground that they stand on. */
export function integrationEnvironment({ lxd, lab }: Labs): NodeJS.ProcessEnv {
  const { endpoint } = lxd;
  return {
    TEST_LXD_SOCKET: endpoint.type === "unix" ? endpoint.path : "",
    TEST_LXD_PROJECT: lxd.project,
    TEST_LAB_IMAGE: lab.image,
    TEST_LAB_PROFILE: lab.profile,
  };
}

/** Whatever a failed test left. */
export async function deleteLabs(lxd: LxdClient): Promise<void> {
  for (const { name } of await listInstances(lxd)) await destroyInstance(lxd, name);
  for (const name of await listLabNetworks(lxd)) await dropLabNetwork(lxd, name);
}
