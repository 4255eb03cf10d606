import { run } from "./command.ts";
import { isAlive, listVeths } from "./veths.ts";

/** Tables of the filters that LXD, or Incus, sets before its bridges' ports (`security.mac_filtering` and the like). */
const TABLES = ["lxd", "incus"];
/** What LXD calls a chain for a network card: `fwd.atelier_lab-0123456789.eth0`, without project in the default one. */
const CHAIN = /^(?:in|fwd)\.(?:(?<project>.+)_)?(?<instance>[^_]+)\.[^.]+$/;

/** A chain of filters before a machine's network card; `table` tells which daemon's. */
export interface Filter {
  table: string;
  chain: string;
  instance: string;
}

/** What `nft -j` lists, as far as it is read here. @see libnftables-json(5) */
interface Listed {
  nftables: {
    chain?: { table: string; name: string };
    rule?: { expr: { match?: { left?: { meta?: { key?: string } }; right?: unknown } }[] };
  }[];
}

/**
 * Filters of machines that are gone: a daemon that is killed as it starts or ends one leaves them behind, and every packet
 * of every lab goes through them. One before a card that is alive stays, whosoever it is.
 * @param instances names of all that there are in this project. @throws {CommandError}
 */
export async function strayFilters(
  project: string,
  instances: readonly string[],
): Promise<Filter[]> {
  const gone = (await filtersOf(project)).filter(({ instance }) => !instances.includes(instance));
  if (gone.length === 0) return [];
  const veths = await listVeths();
  const strays: Filter[] = [];
  for (const filter of gone) {
    const card = await cardOf(filter);
    if (!veths.some((each) => each.ifname === card && isAlive(each))) strays.push(filter);
  }
  return strays;
}

/** Takes a filter away; one that is gone is what was wanted. */
export async function dropFilter({ table, chain }: Filter): Promise<void> {
  const place = `bridge ${table} ${chain}`;
  const rules = `flush chain ${place}\ndelete chain ${place}\n`;
  await run("nft", ["-f", "-"], { input: rules }).catch(() => undefined);
}

/** All filters before machines of a project. @throws {CommandError} */
export async function filtersOf(project: string): Promise<Filter[]> {
  const { nftables } = await list("chains", "bridge");
  return nftables.flatMap(({ chain }) => {
    if (!chain || !TABLES.includes(chain.table)) return [];
    const { project: of = "default", instance } = CHAIN.exec(chain.name)?.groups ?? {};
    return of === project && instance ? [{ table: chain.table, chain: chain.name, instance }] : [];
  });
}

/** The network card before which a filter stands; `undefined` when the filter is gone. */
async function cardOf({ table, chain }: Filter): Promise<unknown> {
  const found = await list("chain", "bridge", table, chain).catch(() => undefined);
  const nftables = found?.nftables ?? [];
  const matches = nftables.flatMap(({ rule }) => rule?.expr.map(({ match }) => match) ?? []);
  return matches.find((match) => match?.left?.meta?.key === "iifname")?.right;
}

async function list(...what: string[]): Promise<Listed> {
  return JSON.parse(await run("nft", ["-j", "list", ...what])) as Listed;
}
