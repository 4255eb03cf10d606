import type { LxdClient } from "./client.ts";
import { tolerate } from "./errors.ts";
import { destroyInstance, listInstances } from "./instances.ts";
import { dropLabNetwork, listLabNetworks } from "./labNetwork.ts";
import { deleteNetwork } from "./network.ts";
import { runOperation } from "./operations.ts";
import { LAB_PROFILE } from "./profile.ts";
import { projectNetwork } from "./project.ts";
import { deletePool } from "./storage.ts";

/** What is to be taken away. A pool or a bridge that the configuration names is somebody's: it stays. */
export interface UnprovisionOptions {
  lxdProject: string;
  lxdPool?: string | undefined;
  lxdNetwork?: string | undefined;
  /** Gets a French word for each kind of thing as its turn comes. */
  onStep: (what: string) => void;
}

/** Undoes `provision`: what it made goes, what it found stays. Idempotent. The shared bridge's firewall and the daemon are the caller's. */
export async function unprovision(daemon: LxdClient, options: UnprovisionOptions): Promise<void> {
  const { lxdProject: project, onStep } = options;
  const root = daemon.inProject("default");
  const bridge = await projectNetwork(root, project);
  // Without our note it is a project of somebody else that bears the same name.
  if (bridge === undefined) return;
  const client = daemon.inProject(project);

  onStep("labs");
  for (const { name } of await listInstances(client)) await destroyInstance(client, name);
  for (const name of await listLabNetworks(client)) await dropLabNetwork(client, name);
  onStep("images");
  const images = await client.get<{ fingerprint: string }[]>("/1.0/images", { recursion: "1" });
  for (const { fingerprint } of images)
    await tolerate([404], () => runOperation(client, "DELETE", `/1.0/images/${fingerprint}`));
  onStep("profil et projet");
  await tolerate([404], () => client.request("DELETE", `/1.0/profiles/${LAB_PROFILE}`));
  if (project !== "default") await root.request("DELETE", `/1.0/projects/${project}`);
  onStep("réseau");
  if (!options.lxdNetwork) await deleteNetwork(root, bridge);
  onStep("stockage");
  if (!options.lxdPool) await deletePool(root, project);
}
