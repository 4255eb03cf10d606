import type { Board } from "../../server/protocol-board.ts";
import type { BoardClient } from "../client/boardClient.ts";

/**
 * What the students of a class have really done, which the board must not be ahead of at any moment: not a student's
 * steps, not a column's.
 */
export class Truth {
  /** What the board said that was not so. */
  readonly faults: string[] = [];
  /** How long the board took to show each step that was done (ms). */
  readonly delays: number[] = [];
  readonly #done = new Map<string, number>();

  /** A student enters the command that does the next step; resolves once the board shows it. */
  async does(name: string, board: () => BoardClient, enter: () => unknown): Promise<void> {
    const done = (this.#done.get(name) ?? 0) + 1;
    this.#done.set(name, done);
    const entered = performance.now();
    await enter();
    await board().until((shown) => rowOf(shown, name)?.done === done);
    this.delays.push(performance.now() - entered);
  }

  /** Looks at a board that changed. */
  look({ rows, steps }: Board): void {
    for (const { name, done } of rows) {
      const really = this.#done.get(name) ?? 0;
      if (done > really) this.faults.push(`${name} : ${done} étapes au tableau, ${really} faites`);
    }
    for (const [at, { passed }] of steps.entries()) {
      const really = [...this.#done.values()].filter((done) => done > at).length;
      if (passed > really) this.faults.push(`étape ${at} : ${passed} au tableau, ${really} faites`);
    }
  }

  /** Steps done, by student. */
  get done(): [name: string, done: number][] {
    return [...this.#done];
  }
}

/** A student's row. */
export function rowOf(client: BoardClient, name: string) {
  return client.board?.rows.find((row) => row.name === name);
}
