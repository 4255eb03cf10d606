import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../server/config.ts";
import { LxdClient } from "../server/lxd/client.ts";
import { run } from "../server/lxd/command.ts";
import { type PrivateDaemon, startPrivateDaemon } from "../server/lxd/daemon.ts";
import { daemonPaths } from "../server/lxd/daemonFiles.ts";
import { dropFirewall } from "../server/lxd/firewall.ts";
import { hasImage, importImage } from "../server/lxd/images.ts";
import { projectNetwork } from "../server/lxd/project.ts";
import { provision } from "../server/lxd/provision.ts";
import { unprovision } from "../server/lxd/unprovision.ts";
import type { IncusSource } from "./incusSource.ts";
import type { Labs } from "./labs.ts";
import { unpackIncus } from "./unpackedIncus.ts";

/** Where everything of an unpacked Incus is. */
export function incusFolder(dataDir: string): string {
  return join(dataDir, "incus");
}

/**
 * The ground of labs on an Incus, with the lab image of another daemon: it need not be built again.
 * `onStop` takes what takes everything away that was made for it, the daemon too where it is ours; once is enough.
 * `env` is what its client's command needs to be found.
 */
export async function openIncus(
  source: Exclude<IncusSource, { from: "nowhere" }>,
  config: Config,
  { lxd, lab }: Labs,
  ui: { note: (text: string) => void; onStop: (stop: () => Promise<void>) => void },
): Promise<{ labs: Labs; env: NodeJS.ProcessEnv }> {
  const folder = incusFolder(config.dataDir);
  await mkdir(folder, { recursive: true });
  const program = source.from === "packages" ? await unpackIncus(folder) : undefined;
  const daemon = program && (await startPrivateDaemon(folder, ui.note, program));
  const socket = source.from === "system" ? source.socket : (daemon?.socket ?? "");
  const client = new LxdClient({ type: "unix", path: socket });
  let gone: Promise<void> | undefined;
  ui.onStop(() => (gone ??= takeAway(client, config, folder, daemon)));
  const ground = await provision(client, {
    project: config.lxdProject,
    memory: config.labMemory,
    cpu: config.labCpu,
    disk: config.labDisk,
    internet: config.labInternet,
    dataDir: folder,
    isPrivate: daemon !== undefined,
    ...(daemon ? { poolDirectory: daemonPaths(folder).lxd } : {}),
    note: ui.note,
  });
  await copyImage(lxd, ground.client, lab.image, join(folder, "image"));
  const labs = { lxd: ground.client, lab: { image: lab.image, profile: ground.profile } };
  return { labs, env: program?.env ?? {} };
}

/** Ends what a run that was killed has left of an unpacked Incus. */
export async function dropIncus(config: Config): Promise<void> {
  const folder = incusFolder(config.dataDir);
  if (!existsSync(folder)) return;
  const daemon = await startPrivateDaemon(folder, () => undefined, await unpackIncus(folder));
  await takeAway(new LxdClient({ type: "unix", path: daemon.socket }), config, folder, daemon);
}

async function takeAway(
  client: LxdClient,
  { lxdProject }: Config,
  folder: string,
  daemon: PrivateDaemon | undefined,
): Promise<void> {
  const bridge = await projectNetwork(client, lxdProject);
  await unprovision(client, { lxdProject, onStep: () => undefined });
  if (bridge) await dropFirewall(bridge);
  await daemon?.stop();
  const paths = daemonPaths(folder);
  await run("umount", ["-l", paths.lxcfs]).catch(() => undefined);
  await run("rm", ["-rf", "--one-file-system", paths.lxd, folder]);
}

async function copyImage(
  from: LxdClient,
  to: LxdClient,
  alias: string,
  file: string,
): Promise<void> {
  if (await hasImage(to, alias)) return;
  const { target } = await from.get<{ target: string }>(`/1.0/images/aliases/${alias}`);
  await writeFile(file, await from.raw(`/1.0/images/${target}/export`));
  await importImage(to, file, alias);
  await rm(file);
}
