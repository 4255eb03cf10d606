import { rename, TABS_MAX, type Tabs } from "./tabs.ts";

/** Names that the server takes. */
const NAME = /^[a-z0-9][a-z0-9-]{0,19}$/;

/** What the browser keeps of a lab's tabs. */
export function keep(lab: string, tabs: Tabs): string {
  return JSON.stringify({ lab, ...tabs });
}

/**
 * The tabs as they were kept, always with the first of `first`; just `first` when nothing of this
 * lab was kept. Storage is the reader's own: anything may stand there.
 */
export function restore(kept: string | null, lab: string, first: readonly string[]): Tabs {
  const main = first[0] ?? "main";
  const fresh: Tabs = { open: [...first], panes: [main], focus: 0, closed: [], names: {} };
  const data = parsed(kept);
  if (data["lab"] !== lab || !Array.isArray(data["open"])) return fresh;
  const open = [...new Set([main, ...namesIn(data["open"])])].slice(0, TABS_MAX);
  const [left, right] = namesIn(data["panes"]).filter((name) => open.includes(name));
  const panes: Tabs["panes"] = left && right && left !== right ? [left, right] : [left ?? main];
  const closed = namesIn(data["closed"]).filter((name) => !open.includes(name));
  const focus = data["focus"] === 1 && panes.length === 2 ? 1 : 0;
  const tabs: Tabs = { open, panes, focus, closed, names: {} };
  return Object.entries(data["names"] ?? {})
    .filter(([tab, name]) => NAME.test(tab) && typeof name === "string")
    .reduce((named, [tab, name]) => rename(named, tab, name as string), tabs);
}

function parsed(kept: string | null): Record<string, unknown> {
  try {
    return (JSON.parse(kept ?? "null") as Record<string, unknown> | null) ?? {};
  } catch {
    // Not ours: as if nothing had been kept.
    return {};
  }
}

function namesIn(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.filter((name): name is string => typeof name === "string" && NAME.test(name));
}
