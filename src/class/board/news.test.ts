import { expect, test } from "vitest";
import type { Need, NeededRow } from "./need.ts";
import { news } from "./news.ts";

const row = (name: string, need: Need) => ({ need, row: { id: name, name } }) as NeededRow;

test("only who came to need help is told, once", () => {
  const before = new Map<string, Need>([
    ["Léa", "working"],
    ["Tom", "hand"],
  ]);
  const rows = [row("Léa", "hand"), row("Tom", "hand"), row("Ana", "failing")];
  expect(news(before, rows)).toBe("Léa lève la main.");
  expect(news(new Map([["Léa", "hand"]]), [row("Léa", "working")])).toBe("");
});

test("many at once are few words", () => {
  const names = [..."abcdef"];
  const before = new Map(names.map((name): [string, Need] => [name, "working"]));
  const said = news(
    before,
    names.map((name) => row(name, "failing")),
  );
  expect(said).toBe("a est bloqué, b est bloqué, c est bloqué, d est bloqué, et 2\u00a0autres.");
});
