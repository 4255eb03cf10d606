import type { LxdClient } from "./client.ts";
import { tolerate } from "./errors.ts";

/** Name of the profile of every lab, within the atelier's LXD project. */
export const LAB_PROFILE = "lab";

/** What a lab is given. Sizes as LXD writes them (`1GiB`). */
export interface LabShape {
  pool: string;
  network: string;
  memory: string;
  /** Processors. */
  cpu: number;
  disk: string;
  /** Whether each lab gets ids of its own: needs the wide range of a private daemon. */
  isolated: boolean;
}

interface Profile {
  description: string;
  config: Record<string, string>;
  devices: Record<string, Record<string, string>>;
}

/** The profile of a lab: unprivileged, nestable, bounded, alone on its port of the bridge. */
export function labProfile(shape: LabShape): Profile {
  const isolated = {
    "security.idmap.isolated": "true",
    // 65536 ids of its own and as many for what is nested in it: /etc/subuid of the image says the same.
    "security.idmap.size": "131072",
  };
  return {
    description: "Lab de l’atelier",
    config: {
      "boot.autostart": "false",
      "limits.cpu": String(shape.cpu),
      // A share, not a ceiling: where processor time is short, the host's own processes come first.
      "limits.cpu.allowance": "50%",
      "limits.memory": shape.memory,
      "limits.memory.swap": "false",
      "limits.processes": "800",
      "security.nesting": "true",
      ...(shape.isolated ? isolated : {}),
    },
    devices: {
      root: { type: "disk", path: "/", pool: shape.pool, size: shape.disk },
      eth0: {
        type: "nic",
        name: "eth0",
        network: shape.network,
        "security.port_isolation": "true",
        "security.mac_filtering": "true",
        "security.ipv4_filtering": "true",
      },
      // Without it the lab's own lxcfs dies, and takes the lab's LXD along.
      fuse: { type: "unix-char", path: "/dev/fuse", mode: "0666" },
    },
  };
}

/** Makes the labs' profile what `shape` says; labs that run keep what they were started with. */
export async function ensureProfile(client: LxdClient, shape: LabShape): Promise<void> {
  const path = `/1.0/profiles/${LAB_PROFILE}`;
  const current = await tolerate([404], () => client.get<Profile>(path));
  // A private daemon stays one when LXD_URL leads to it.
  const isolated = shape.isolated || current?.config["security.idmap.isolated"] === "true";
  const wished = labProfile({ ...shape, isolated });
  if (!current) {
    await client.request("POST", "/1.0/profiles", { body: { name: LAB_PROFILE, ...wished } });
  } else if (!sameProfile(current, wished)) {
    await client.request("PUT", path, { body: wished });
  }
}

function sameProfile(a: Profile, b: Profile): boolean {
  return (
    canonical(a.config) === canonical(b.config) && canonical(a.devices) === canonical(b.devices)
  );
}

/** JSON with its keys in order, so that equal objects give equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === "object"
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
