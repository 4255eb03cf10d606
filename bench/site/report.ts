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

/** The run as Markdown, in French: a line a page, then where the time of a click goes. */
export function report({ pages, click }: Results): string {
  const tables = [table(HEADER, pages.map(row))];
  if (click)
    tables.push(
      table(
        ["du clic sur « Démarrer » à…, médianes", "ms"],
        CLICK.map(([title, moment]) => [title, number(click[moment], 0)]),
      ),
    );
  return tables.join("\n\n");
}

const CLICK = [
  ["la machine donnée", "answered"],
  ["xterm chargé", "loaded"],
  ["la liaison ouverte", "open"],
  ["l’invite reçue", "prompt"],
  ["l’invite à l’écran (but : 600)", "drawn"],
] as const;

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
