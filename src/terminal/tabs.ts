import { machineOf } from "../../server/protocol.ts";

/** Which terminals of a lab are shown as tabs, by name and in order, and which of them are seen. */
export interface Tabs {
  open: string[];
  /** The terminals that are seen: one, or two side by side. */
  panes: [string] | [string, string];
  /** Which of the panes has the keyboard, or had it last. */
  focus: 0 | 1;
  /** Closed tabs, the last one at the end: their shells live on. */
  closed: string[];
  /** What the reader called a terminal instead of its own label. */
  names: Record<string, string>;
}

/** Terminals that one lab may have open; the server refuses more. */
export const TABS_MAX = 6;

/** Longest name that a reader may give to a tab, in characters. */
export const NAME_MAX = 24;

/** The tab whose terminal has the keyboard, or had it last. */
export function activeOf({ panes, focus }: Tabs): string {
  return panes[focus] ?? panes[0];
}

/**
 * What a terminal is called on its tab without a name of its own: `main` is « Terminal 1 », `t2` the
 * second; of several machines, `cible` is « cible », `cible-2` is « cible 2 ».
 */
export function labelOf(name: string, machines: readonly string[]): string {
  const machine = machineOf(name, machines);
  if (machines.length > 1 && name.startsWith(machine))
    return name.replace(`${machine}-`, `${machine} `);
  const number = name === "main" ? "1" : /^t(\d+)$/.exec(name)?.[1];
  return number ? `Terminal ${number}` : name;
}

/** The terminals that a lab has from the start: one a machine, the one for solutions (`first`) before all. */
export function firstOf(first: string, machines: readonly string[]): string[] {
  return machines.length > 1 ? [...new Set([first, ...machines])].slice(0, TABS_MAX) : [first];
}

/**
 * The terminal that « + » opens, on the machine of the tab in front: one that exists without a tab,
 * else the first free of `t2`, `t3`…, or of `cible-2`, `cible-3`… where there are several machines.
 * @returns null when no more may be open
 */
export function nextName(
  tabs: Tabs,
  existing: readonly string[],
  machines: readonly string[],
): string | null {
  const { open } = tabs;
  if (open.length >= TABS_MAX) return null;
  const machine = machineOf(activeOf(tabs), machines);
  const closed = existing.find(
    (name) => !open.includes(name) && machineOf(name, machines) === machine,
  );
  if (closed) return closed;
  const stem = machines.length > 1 ? `${machine}-` : "t";
  let number = 2;
  while (open.includes(`${stem}${number}`)) number++;
  return `${stem}${number}`;
}

/** The tab that is `steps` further (negative: before), round and round. */
export function neighbour(tabs: Tabs, steps: number): string {
  const { open } = tabs;
  return open.at((open.indexOf(activeOf(tabs)) + steps) % open.length) ?? activeOf(tabs);
}

/** The tabs with this one in the pane that has the keyboard; one that is seen already gets it. */
export function select(tabs: Tabs, name: string): Tabs {
  const open = tabs.open.includes(name) ? tabs.open : [...tabs.open, name];
  const closed = tabs.closed.filter((other) => other !== name);
  const seen = tabs.panes.indexOf(name);
  if (seen >= 0) return { ...tabs, open, closed, focus: seen === 1 ? 1 : 0 };
  const panes: Tabs["panes"] = [...tabs.panes];
  panes[tabs.focus] = name;
  return { ...tabs, open, closed, panes };
}

/** The tabs with one more beside the one in front. */
export function split(tabs: Tabs, beside: string): Tabs {
  const alone: Tabs = { ...tabs, panes: [activeOf(tabs)], focus: 0 };
  if (beside === activeOf(tabs)) return alone;
  return select({ ...alone, panes: [activeOf(tabs), ""], focus: 1 }, beside);
}

/** The tabs with only the one in front to be seen. */
export function unsplit(tabs: Tabs): Tabs {
  return { ...tabs, panes: [activeOf(tabs)], focus: 0 };
}

/** The tabs without one of them; the pane beside it, or else the tab before, takes its place. */
export function without(tabs: Tabs, name: string): Tabs {
  const open = tabs.open.filter((other) => other !== name);
  const closed = [...tabs.closed, name];
  if (!(tabs.panes as string[]).includes(name)) return { ...tabs, open, closed };
  const before = open[Math.max(0, tabs.open.indexOf(name) - 1)] ?? "";
  const beside = tabs.panes.find((other) => other !== name);
  return { ...tabs, open, closed, panes: [beside ?? before], focus: 0 };
}

/** The tabs with another name on one of them; without any, its own label is there again. */
export function rename(tabs: Tabs, tab: string, name: string): Tabs {
  const { [tab]: _old, ...names } = tabs.names;
  const clean = [...name.replace(/\p{Cc}/gu, " ").trim()].slice(0, NAME_MAX).join("");
  return { ...tabs, names: clean ? { ...names, [tab]: clean } : names };
}
