import { table } from "../table.ts";
import type { PageFigures, Results } from "./results.ts";

const HEADER = [
  "page",
  "performance",
  "accessibilité",
  "bonnes pratiques",
  "SEO",
  "LCP, s",
  "TBT, ms",
  "CLS",
  "requêtes",
  "sans polices, ko",
  "dont scripts",
  "polices, ko",
];

/** The run as Markdown, in French: a line a page. */
export function report({ pages }: Results): string {
  return table(HEADER, pages.map(row));
}

function row({ name, scores, lcp, tbt, cls, weight }: PageFigures): string[] {
  return [
    name,
    ...[scores.performance, scores.accessibility, scores["best-practices"], scores.seo].map(String),
    number(lcp / 1000, 2),
    number(tbt, 0),
    number(cls, 3),
    String(weight.requests),
    number(weight.bytes / 1000, 1),
    number(weight.scripts / 1000, 1),
    number(weight.fonts / 1000, 1),
  ];
}

function number(value: number, digits: number): string {
  return new Intl.NumberFormat("fr", { maximumFractionDigits: digits }).format(value);
}
