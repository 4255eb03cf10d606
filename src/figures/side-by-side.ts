import type { LiveContainer } from "../../server/protocol-probes.ts";
import { french, size } from "./numbers.ts";

/** Columns of the comparison, in order; the machine itself comes first, and owns what it shares. */
export const TOOLS = [
  { id: "host", title: "Hôte", whose: "de l’hôte" },
  { id: "lxc", title: "LXC", whose: "de LXC" },
  { id: "lxd", title: "LXD", whose: "de LXD" },
  { id: "docker", title: "Docker", whose: "de Docker" },
] as const;

export type Tool = (typeof TOOLS)[number]["id"];

/** Kinds of namespaces, as the kernel names them and as the lessons do. */
export const KINDS = [
  { id: "pid", title: "processus" },
  { id: "net", title: "réseau" },
  { id: "mnt", title: "montages" },
  { id: "uts", title: "nom de machine" },
  { id: "ipc", title: "communication" },
  { id: "cgroup", title: "groupes de contrôle" },
  { id: "user", title: "utilisateurs" },
] as const;

/** What else is told of each. */
const LIMITS = [
  { id: "cgroup-path", title: "chemin" },
  { id: "processes", title: "processus, au plus" },
  { id: "memory", title: "mémoire, au plus" },
  { id: "cpu", title: "processeurs, au plus" },
] as const;
const MOUNTS = [
  { id: "root", title: "type de la racine" },
  { id: "mounts", title: "nombre" },
] as const;

export const FACTS = [...LIMITS, ...MOUNTS];

/** The table: titled groups of rows. */
export const SECTIONS = [
  { title: "Conteneur", rows: [{ id: "name", title: "nom" }] },
  { title: "Espaces de noms", rows: KINDS },
  { title: "Groupe de contrôle", rows: LIMITS },
  { title: "Montages", rows: MOUNTS },
] as const;

/** A namespace in a column: its own, that of a column before it, or nothing known. */
export interface NamespaceCell {
  state: "own" | "shared" | "absent";
  /** Which column has it first. */
  owner?: Tool;
  /** In the drawing, short. */
  mark: string;
  /** In the table, with its number. */
  text: string;
}

type Columns = ReadonlyMap<Tool, LiveContainer>;

/** The containers by their columns; the first of each tool is shown. */
export function columnsOf(readings: readonly LiveContainer[]): Columns {
  const found = TOOLS.flatMap(({ id }) => {
    const container = readings.find(({ tool }) => tool === id);
    return container ? [[id, container] as const] : [];
  });
  return new Map(found);
}

/** Whose namespace of a kind a column has. */
export function namespaceCell(columns: Columns, kind: string, tool: Tool): NamespaceCell {
  const number = columns.get(tool)?.namespaces[kind];
  if (number === undefined) return { state: "absent", mark: "–", text: "–" };
  const owner = TOOLS.find(({ id }) => columns.get(id)?.namespaces[kind] === number)!;
  if (owner.id === tool) {
    const mark = tool === "host" ? "le sien" : "à lui";
    return { state: "own", owner: tool, mark, text: `${mark} (${number})` };
  }
  const text = `celui ${owner.whose} (${number})`;
  return { state: "shared", owner: owner.id, mark: `= ${owner.title}`, text };
}

/** What a column says of a fact. */
export function factText(container: LiveContainer | undefined, fact: string): string {
  if (!container) return "–";
  const { limits, cgroup, root, mounts } = container;
  const limit = (value: number | null, words: (value: number) => string) =>
    value === null ? "sans limite" : words(value);
  switch (fact) {
    case "cgroup-path":
      // Docker's identifiers as Docker itself shortens them.
      return cgroup.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, "$1…");
    case "processes":
      return limit(limits.processes, french);
    case "memory":
      return limit(limits.memory, size);
    case "cpu":
      return limit(limits.cpu, french);
    case "root":
      return root;
    default:
      return french(mounts);
  }
}

/** The drawing in words: what each container has for itself, and what it shares with whom. */
export function sideBySideSummary(columns: Columns): string {
  const told = TOOLS.filter(({ id }) => id !== "host" && columns.has(id)).map(({ id, title }) => {
    const cells = KINDS.map((kind) => ({ kind, cell: namespaceCell(columns, kind.id, id) }));
    const own = cells.filter(({ cell }) => cell.state === "own").map(({ kind }) => kind.title);
    const shared = cells
      .filter(({ cell }) => cell.state === "shared")
      .map(({ kind, cell }) => `${kind.title} ${TOOLS.find(({ id }) => id === cell.owner)!.whose}`);
    const parts = [
      own.length > 0 ? `à lui\u00a0: ${own.join(", ")}` : "",
      shared.length > 0 ? `partagé\u00a0: ${shared.join(", ")}` : "",
    ];
    return `${title}, ${parts.filter(Boolean).join("\u202f; ")}.`;
  });
  return told.length > 0 ? told.join(" ") : "Aucun de ces conteneurs ne tourne dans votre lab.";
}
