import { rotate } from "../../statistics.ts";
import type { Gateway } from "../contender.ts";

/** A contender that runs. */
export interface Entrant {
  name: string;
  gateway: Gateway;
}

/**
 * Does one thing with each entrant in turn, round after round, each round beginning with another one: what
 * disturbs the machine meanwhile disturbs all of them. One that fails is left out from then on.
 */
export async function rounds<E extends { name: string }>(
  entrants: readonly E[],
  count: number,
  action: (entrant: E, round: number) => Promise<void>,
  failed: (name: string, error: unknown) => void,
): Promise<void> {
  const out = new Set<string>();
  for (let round = 0; round < count; round++)
    for (const entrant of rotate(entrants, round)) {
      if (out.has(entrant.name)) continue;
      try {
        await action(entrant, round);
      } catch (error) {
        out.add(entrant.name);
        failed(entrant.name, error);
      }
    }
}
