import { commandsFor, type KnownCommand } from "./commands.ts";
import { variantsOf } from "./words.ts";

/** What Pagefind's script offers, of which we use this much. @see https://pagefind.app/docs/api/ */
interface Pagefind {
  init(): Promise<void>;
  search(query: string): Promise<{ results: Found[] }>;
}

interface Found {
  id: string;
  score: number;
  data(): Promise<{
    url: string;
    excerpt: string;
    meta: { title: string };
    sub_results: { title: string; url: string; excerpt: string }[];
  }>;
}

/** A line of the results. */
export interface Result {
  url: string;
  title: string;
  /** HTML of our own index, with `<mark>` around what was found. */
  excerpt: string;
  /** Places within the page. */
  places: { url: string; title: string }[];
}

export interface Answer {
  commands: KnownCommand[];
  results: Result[];
  /** How many pages were found, of which `results` are the best. */
  total: number;
}

/** How many pages, and places in each, are shown. */
const PAGES = 8;
const PLACES = 3;
/** A relative of the word that was asked for is worth less than the word. */
const RELATIVE = 0.6;

let loaded: Promise<[Pagefind, KnownCommand[]]> | undefined;

/** Fetches the index, once. */
export function load(): Promise<[Pagefind, KnownCommand[]]> {
  loaded ??= Promise.all([
    import(/* @vite-ignore */ new URL("/pagefind/pagefind.js", location.href).href).then(
      async (pagefind: Pagefind) => (await pagefind.init(), pagefind),
    ),
    fetch("/recherche/commandes.json").then(
      (response) => response.json() as Promise<KnownCommand[]>,
    ),
  ]);
  // A failed load is tried again at the next letter.
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

/** Searches the course: commands literally, then pages by words, their forms and their relatives. */
export async function search(query: string): Promise<Answer> {
  const [pagefind, commands] = await load();
  const best = new Map<string, { found: Found; score: number }>();
  for (const [index, variant] of variantsOf(query).entries()) {
    const { results } = await pagefind.search(variant);
    for (const found of results) {
      const score = found.score * (index === 0 ? 1 : RELATIVE);
      if (score > (best.get(found.id)?.score ?? 0)) best.set(found.id, { found, score });
    }
  }
  const ranked = [...best.values()].toSorted((a, b) => b.score - a.score);
  const shown = await Promise.all(ranked.slice(0, PAGES).map(({ found }) => found.data()));
  return {
    commands: commandsFor(query, commands),
    total: ranked.length,
    results: shown.map(({ url, excerpt, meta, sub_results }) => ({
      url,
      title: meta.title,
      excerpt,
      places: sub_results
        .filter((place) => place.url !== url)
        .slice(0, PLACES)
        .map((place) => ({ url: place.url, title: place.title })),
    })),
  };
}
