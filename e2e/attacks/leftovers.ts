import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { filtersOf } from "../../server/lxd/bridgeFilters.ts";
import { run } from "../../server/lxd/command.ts";
import { listInstances } from "../../server/lxd/instances.ts";
import { listLabNetworks } from "../../server/lxd/labNetwork.ts";
import { listVeths, lostVeths } from "../../server/lxd/veths.ts";
import { testGround } from "../server/ground.ts";

/** Everything that a lab makes outside of itself, by kind; each named so that it can be looked for. */
export type Traces = Record<
  | "instances"
  | "operations"
  | "images"
  | "networks"
  | "tables"
  | "filters"
  | "links"
  | "processes"
  | "records",
  string[]
>;

/** What there is now. @param dirs data folders of servers. */
export async function traces(...dirs: string[]): Promise<Traces> {
  const { lxd } = testGround();
  const operations = await lxd.get<Record<string, { description: string; class: string }[]>>(
    "/1.0/operations",
    { recursion: "1" },
  );
  const tables = await run("nft", ["list", "tables"]);
  const served = await bridgesServed();
  // Another atelier on this machine has its own.
  const strangers = new Set(served.elsewhere.map((bridge) => bridge.replaceAll("-", "_")));
  const own = new Set([...(await bridges()), ...(await listLabNetworks(lxd))]);
  return {
    instances: (await listInstances(lxd)).map(({ name }) => name).sort(),
    // Tokens are operations too, and stay.
    operations: (operations.running ?? [])
      .filter((each) => each.class !== "token")
      .map(({ description }) => description)
      .sort(),
    images: await lxd.get<string[]>("/1.0/images"),
    networks: (await listLabNetworks(lxd)).sort(),
    tables: tables
      .split("\n")
      .filter(
        (line) =>
          line.includes(" atelier_lab_") && !strangers.has(line.split(" atelier_")[1] ?? ""),
      )
      .sort(),
    filters: (await filtersOf(lxd.project)).map(({ chain }) => chain).sort(),
    links: [
      ...(await listVeths()).filter(({ master }) => master && own.has(master)),
      ...(await lostVeths()),
    ]
      .map(({ ifname }) => ifname)
      .sort(),
    processes: [
      ...(await labProcesses(lxd.project)),
      ...served.here.map((bridge) => `dnsmasq ${bridge}`),
    ].sort(),
    records: (await Promise.all(dirs.map((dir) => list(join(dir, "terminals"))))).flat().sort(),
  };
}

async function bridges(): Promise<string[]> {
  const { lxd, template } = testGround();
  const { devices } = await lxd.get<{ devices: { eth0: { network: string } } }>(
    `/1.0/profiles/${template.profile}`,
  );
  return [devices.eth0.network];
}

/** Bridges of labs for which LXD has a name server running: those of our daemon's folder, and others'. */
async function bridgesServed(): Promise<Record<"here" | "elsewhere", string[]>> {
  const found: Record<"here" | "elsewhere", string[]> = { here: [], elsewhere: [] };
  const folder = dirname(process.env.TEST_LXD_SOCKET ?? "");
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const [, bridge] = /^\S*dnsmasq\0.*\0--interface=(lab-[0-9a-f]+)\0/.exec(command) ?? [];
    if (bridge) found[command.includes(`${folder}/networks/`) ? "here" : "elsewhere"].push(bridge);
  }
  return found;
}

/** Processes of this machine that are in a lab of this project, or that LXD runs for one. */
async function labProcesses(project: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const group = await readFile(`/proc/${pid}/cgroup`, "utf8").catch(() => "");
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const [, lab] =
      new RegExp(`lxc\\.(?:payload|monitor)\\.(${project}_[\\w-]+)`).exec(group) ?? [];
    const served = /^\S*(?:lxd|incusd)\0fork/.test(command) && command.includes(`\0${project}_`);
    if (lab || served) found.push(`${lab ?? "lxd"} ${command.replaceAll("\0", " ").trim()}`);
  }
  return found;
}

async function list(dir: string): Promise<string[]> {
  return await readdir(dir).catch(() => []);
}
