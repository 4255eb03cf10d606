import type { Board, BoardEvents } from "../../../server/protocol-board.ts";

/** The board after an event of its stream; undefined until the whole of it came. */
export function boardAfter<E extends keyof BoardEvents>(
  board: Board | undefined,
  event: E,
  data: BoardEvents[E],
): Board | undefined {
  if (event === "board") return data as Board;
  if (!board) return undefined;
  if (event === "rows") {
    const fresh = new Map((data as BoardEvents["rows"]).map((row) => [row.id, row]));
    const kept = board.rows.map((row) => fresh.get(row.id) ?? row);
    const known = new Set(board.rows.map(({ id }) => id));
    return { ...board, rows: [...kept, ...[...fresh.values()].filter(({ id }) => !known.has(id))] };
  }
  if (event === "steps") {
    const fresh = data as BoardEvents["steps"];
    return { ...board, steps: board.steps.map((step, at) => fresh[at] ?? step) };
  }
  return board;
}
