/** Which terminals of a lab are shown as tabs, by name and in order, and which one is in front. */
export interface Tabs {
  open: string[];
  active: string;
}

/** Terminals that one lab may have open; the server refuses more. */
export const TABS_MAX = 6;

/** Names that the server takes. */
const NAME = /^[a-z0-9][a-z0-9-]{0,19}$/;

/** What a terminal is called on its tab: `main` is the first one, `t2` the second. */
export function labelOf(name: string): string {
  const number = name === "main" ? "1" : /^t(\d+)$/.exec(name)?.[1];
  return number ? `Terminal ${number}` : name;
}

/**
 * The terminal that « + » opens: one that exists without a tab, else the first free of `t2`, `t3`…
 * @returns null when no more may be open
 */
export function nextName(open: readonly string[], existing: readonly string[]): string | null {
  if (open.length >= TABS_MAX) return null;
  const closed = existing.find((name) => !open.includes(name));
  if (closed) return closed;
  let number = 2;
  while (open.includes(`t${number}`)) number++;
  return `t${number}`;
}

/** The tab that is `steps` further (negative: before), round and round. */
export function neighbour({ open, active }: Tabs, steps: number): string {
  const index = open.indexOf(active) + steps;
  return open.at(index % open.length) ?? active;
}

/** The tabs without one of them; the one before comes to the front in its place. */
export function without(tabs: Tabs, name: string): Tabs {
  const open = tabs.open.filter((other) => other !== name);
  if (name !== tabs.active) return { open, active: tabs.active };
  return { open, active: open[Math.max(0, tabs.open.indexOf(name) - 1)] ?? "" };
}

/** What the browser keeps of a lab's tabs. */
export function keep(lab: string, tabs: Tabs): string {
  return JSON.stringify({ lab, ...tabs });
}

/** The tabs as they were kept, always with `first`; only `first` when nothing of this lab was kept. */
export function restore(kept: string | null, lab: string, first: string): Tabs {
  const fresh: Tabs = { open: [first], active: first };
  let data: Partial<Tabs & { lab: string }> | null;
  try {
    data = JSON.parse(kept ?? "null");
  } catch {
    // Storage is the reader's own: anything may stand there.
    return fresh;
  }
  if (data?.lab !== lab || !Array.isArray(data.open)) return fresh;
  const names = data.open.filter((name) => typeof name === "string" && NAME.test(name));
  const open = [...new Set([first, ...names])].slice(0, TABS_MAX);
  return { open, active: open.includes(data.active ?? "") ? data.active! : first };
}
