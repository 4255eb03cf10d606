import type { Board as BoardView, BoardEvents } from "../protocol-board.ts";
import { Board, type BoardSources } from "./board.ts";

/** How often a board that somebody looks at is compared with what was told (ms). */
const LOOK = 250;

/** Hears what happens on a board. */
export type BoardListener = <E extends keyof BoardEvents>(event: E, data: BoardEvents[E]) => void;

/** A board that somebody looks at. */
interface Watched {
  board: Board;
  listeners: Set<BoardListener>;
  timer: NodeJS.Timeout;
  /** Looks follow one another. */
  looking: Promise<void>;
  busy: boolean;
}

/** The boards of all classes: each costs something only while somebody looks at it. */
export class Boards {
  readonly #sources: BoardSources;
  readonly #failed: (error: unknown) => void;
  readonly #watched = new Map<string, Watched>();

  /** @param failed hears of looks that failed: the next one tries again */
  constructor(sources: BoardSources, failed: (error: unknown) => void) {
    this.#sources = sources;
    this.#failed = failed;
  }

  /** Something of a class was written: the next look reads it. */
  touch(classId: string): void {
    this.#watched.get(classId)?.board.touch();
  }

  /** A board that somebody looks at, as it was told last. */
  latest(classId: string): BoardView | undefined {
    return this.#watched.get(classId)?.board.latest;
  }

  /** Tells something to everybody who looks at a class's board. */
  tell<E extends keyof BoardEvents>(classId: string, event: E, data: BoardEvents[E]): void {
    for (const listener of this.#watched.get(classId)?.listeners ?? []) listener(event, data);
  }

  /** Hears a class's board from now on, the whole of it first; gives back the way to stop. */
  async watch(classId: string, listener: BoardListener): Promise<() => void> {
    const watched = this.#watched.get(classId) ?? this.#open(classId);
    let whole = false;
    const heard: BoardListener = (event, data) => {
      if (whole) listener(event, data);
    };
    // It keeps the board open from now on, but changes mean nothing before the whole.
    watched.listeners.add(heard);
    watched.looking = watched.looking.then(() => this.#look(classId, watched));
    await watched.looking;
    whole = true;
    if (watched.board.latest) listener("board", watched.board.latest);
    return () => {
      watched.listeners.delete(heard);
      this.#closeIfAlone(classId, watched);
    };
  }

  close(): void {
    for (const { timer } of this.#watched.values()) clearInterval(timer);
    this.#watched.clear();
  }

  #open(classId: string): Watched {
    const watched: Watched = {
      board: new Board(classId, this.#sources),
      listeners: new Set(),
      looking: Promise.resolve(),
      busy: false,
      timer: setInterval(() => {
        if (watched.busy) return;
        watched.looking = watched.looking.then(() => this.#look(classId, watched));
      }, LOOK),
    };
    this.#watched.set(classId, watched);
    return watched;
  }

  #closeIfAlone(classId: string, watched: Watched): void {
    if (watched.listeners.size > 0) return;
    clearInterval(watched.timer);
    if (this.#watched.get(classId) === watched) this.#watched.delete(classId);
  }

  async #look(classId: string, watched: Watched): Promise<void> {
    watched.busy = true;
    try {
      const change = await watched.board.look();
      if (!change) return;
      const { board, rows, steps } = change;
      if (board) this.tell(classId, "board", board);
      else {
        if (rows.length > 0) this.tell(classId, "rows", rows);
        if (Object.keys(steps).length > 0) this.tell(classId, "steps", steps);
      }
    } catch (error) {
      watched.board.touch();
      this.#failed(error);
    } finally {
      watched.busy = false;
    }
  }
}
