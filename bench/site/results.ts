import { type Audit, weigh, type Weight } from "../../e2e/client/lighthouse.ts";
import { median } from "../statistics.ts";
import type { ClickFigures } from "./click.ts";

/** What is shown of one page: medians of its audits. */
export interface PageFigures extends Omit<Audit, "requests" | "below"> {
  /** French. */
  name: string;
  path: string;
  weight: Weight;
}

/** One run, as `bench/results/site.json` has it. */
export interface Results {
  bench: "site";
  /** RFC 3339. */
  date: string;
  quick: boolean;
  machine: Record<string, string | number>;
  /** Audits of each page. */
  rounds: number;
  pages: PageFigures[];
  /** From a click to the prompt; absent where there are no labs. */
  click?: ClickFigures;
}

/** The middle of several audits of a page, figure by figure: a slow moment does not count. */
export function middleOf(name: string, path: string, audits: readonly Audit[]): PageFigures {
  const middle = (value: (audit: Audit) => number) => median(audits.map(value));
  const weight = (value: (weight: Weight) => number) =>
    middle(({ requests }) => value(weigh(requests)));
  return {
    name,
    path,
    scores: {
      performance: middle(({ scores }) => scores.performance),
      accessibility: middle(({ scores }) => scores.accessibility),
      "best-practices": middle(({ scores }) => scores["best-practices"]),
      seo: middle(({ scores }) => scores.seo),
    },
    lcp: middle(({ lcp }) => lcp),
    tbt: middle(({ tbt }) => tbt),
    cls: middle(({ cls }) => cls),
    weight: {
      requests: weight(({ requests }) => requests),
      bytes: weight(({ bytes }) => bytes),
      scripts: weight(({ scripts }) => scripts),
      fonts: weight(({ fonts }) => fonts),
    },
  };
}
