import type { LabRecord } from "../labs/record.ts";
import type { Miniature } from "../protocol-board.ts";
import type { Boards } from "./boards.ts";

/** Draws the terminal of a lab that was written to last; undefined where none is open. */
export type DrawScreen = (lab: string) => Promise<Miniature | undefined>;

/** What the terminals of a class show. */
export class Screens {
  readonly #boards: Boards;
  readonly #labs: () => LabRecord[];
  readonly #draw: DrawScreen;

  constructor(boards: Boards, labs: () => LabRecord[], draw: DrawScreen) {
    this.#boards = boards;
    this.#labs = labs;
    this.#draw = draw;
  }

  /** Screens of some members of a class that is looked at; null for those who have no terminal open. */
  async of(classId: string, members: readonly string[]): Promise<Map<string, Miniature | null>> {
    const rows = this.#boards.latest(classId)?.rows ?? [];
    const labs = new Map(rows.map(({ id, lab }) => [id, lab?.id]));
    const living = new Set(this.#labs().map(({ id }) => id));
    const screens = new Map<string, Miniature | null>();
    for (const member of members) {
      const lab = labs.get(member);
      const screen = lab && living.has(lab) ? await this.#draw(lab) : undefined;
      screens.set(member, screen ?? null);
    }
    return screens;
  }
}
