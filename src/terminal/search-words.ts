/** Results that are marked, and counted, at most. */
export const RESULTS_MAX = 1000;

/**
 * What is said of a search: « 3 sur 12 », « Aucun résultat », or nothing for an empty one.
 * @param index of the result that is looked at, from 0; negative when none is
 */
export function countText(term: string, index: number, count: number): string {
  if (term === "") return "";
  if (count === 0) return "Aucun résultat";
  const all = count >= RESULTS_MAX ? `${RESULTS_MAX} et plus` : String(count);
  if (index < 0) return count === 1 ? "1 résultat" : `${all} résultats`;
  return `${index + 1} sur ${all}`;
}
