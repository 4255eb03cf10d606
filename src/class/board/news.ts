import type { Need, NeededRow } from "./need.ts";

const TOLD: Partial<Record<Need, string>> = {
  hand: "lève la main",
  failing: "est bloqué",
};
/** Names that one announcement holds. */
const MOST = 4;

/** What a screen reader is told: who came to need help since the last time; empty when nobody did. */
export function news(before: ReadonlyMap<string, Need>, rows: readonly NeededRow[]): string {
  const fresh = rows.filter(
    ({ row, need }) => before.has(row.id) && before.get(row.id) !== need && TOLD[need],
  );
  const said = fresh.slice(0, MOST).map(({ row, need }) => `${row.name} ${TOLD[need] ?? ""}`);
  const others = fresh.length - said.length;
  if (others > 0) said.push(`et ${others}\u00a0autre${others > 1 ? "s" : ""}`);
  return said.length > 0 ? `${said.join(", ")}.` : "";
}
