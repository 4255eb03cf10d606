import type { LxdClient } from "./client.ts";
import { tolerate } from "./errors.ts";

/** Key of the LXD project under which the atelier notes the bridge that it made. */
const NETWORK_KEY = "user.atelier.network";

interface Project {
  description: string;
  config: Record<string, string>;
}

/** Images and profiles of its own; the bridge, as LXD wants it, stands in the default project. */
const CONFIG = {
  "features.images": "true",
  "features.profiles": "true",
  "features.storage.volumes": "true",
  "features.networks": "false",
};

/**
 * Makes sure that the LXD project exists and remembers its bridge; returns the bridge's name.
 * `wished` is taken for a new project; one that has its bridge keeps it.
 */
export async function ensureProject(
  client: LxdClient,
  name: string,
  wished: string,
): Promise<string> {
  const path = `/1.0/projects/${name}`;
  const project = await tolerate([404], () => client.get<Project>(path));
  const known = project?.config[NETWORK_KEY];
  if (known) return known;
  if (project) {
    // LXD 5.0 takes a PATCH of a project's keys for all of them: what is not said again is lost.
    const config = { ...project.config, [NETWORK_KEY]: wished };
    await client.request("PATCH", path, { body: { config } });
  } else {
    const config = { ...CONFIG, [NETWORK_KEY]: wished };
    const body = { name, description: "Atelier Conteneurs", config };
    await client.request("POST", "/1.0/projects", { body });
  }
  return wished;
}

/** The bridge that this project remembers; `undefined` when the project is not there or not ours. */
export async function projectNetwork(client: LxdClient, name: string): Promise<string | undefined> {
  const project = await tolerate([404], () => client.get<Project>(`/1.0/projects/${name}`));
  return project?.config[NETWORK_KEY];
}
