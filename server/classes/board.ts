import type { LabRecord } from "../labs/record.ts";
import type { Course } from "../manifest.ts";
import type { Board as BoardView, BoardColumn, BoardRow, BoardStep } from "../protocol-board.ts";
import type { Class } from "../store/classes.ts";
import { classById, isUnderWay } from "../store/classes.ts";
import { type Guidance, guidanceOf } from "../store/guidance.ts";
import { handsOf } from "../store/hands.ts";
import { type Member, membersOf } from "../store/members.ts";
import { errorsOf, type StepError, type StepStanding, standingsOf } from "../store/observations.ts";
import type { Store } from "../store/store.ts";
import { columnsOf } from "./columns.ts";
import type { Demonstration } from "./demonstrations.ts";
import { rowOf } from "./rows.ts";
import { stepStatistics } from "./stepStatistics.ts";

/** Longest time for which what the store has is not looked at again, though nobody told of a change (ms). */
const READ_AGAIN = 1_000;

/** What boards are made of. */
export interface BoardSources {
  store: Store;
  course: Course;
  /** Labs that live, of everybody. */
  labs(): LabRecord[];
  /** The terminal that is shown to a class. */
  showing(classId: string): Demonstration | undefined;
  now(): number;
}

/** What changed since the last look. */
export interface BoardChange {
  /** The whole board, when columns or members went; rows and steps are then within. */
  board?: BoardView;
  rows: BoardRow[];
  /** By column. */
  steps: Record<number, BoardStep>;
}

/** What a class's store has, as read at once. */
interface Stored {
  klass: Class;
  members: Member[];
  standings: Map<string, StepStanding[]>;
  columns: BoardColumn[];
  steps: BoardStep[];
  guidance: Guidance;
  /** Hands that are up, by member. */
  hands: ReadonlyMap<string, NonNullable<BoardRow["hand"]>>;
  at: number;
}

/** One class as it stands now, and how that differs from what was told last. */
export class Board {
  readonly #id: string;
  readonly #sources: BoardSources;
  #stored: Stored | undefined;
  #dirty = true;
  #told = new Map<string, string>();
  #toldSteps: string[] = [];
  #toldFrame = "";
  #latest: BoardView | undefined;

  constructor(id: string, sources: BoardSources) {
    this.#id = id;
    this.#sources = sources;
  }

  /** The board as it was told last. */
  get latest(): BoardView | undefined {
    return this.#latest;
  }

  /** Something of the class was written. */
  touch(): void {
    this.#dirty = true;
  }

  /** Looks again. @returns undefined when the class is no more */
  async look(): Promise<BoardChange | undefined> {
    const stored = await this.#read();
    if (!stored) return undefined;
    const { klass, members, columns, steps } = stored;
    const rows = this.#rows(stored);
    const { id, name, size, starts, ends } = klass;
    const board: BoardView = {
      class: {
        id,
        name,
        size,
        startsAt: iso(starts),
        endsAt: iso(ends),
        solutions: klass.solutions,
        ...stored.guidance,
        demonstration: this.#sources.showing(id)?.by.name ?? null,
      },
      columns,
      rows,
      steps,
    };
    this.#latest = board;
    const there = new Set(members.map((member) => member.id));
    const gone = [...this.#told.keys()].some((each) => !there.has(each));
    const frame = JSON.stringify([board.class, columns]);
    const whole = gone || frame !== this.#toldFrame;
    const saidRows = rows.map((row) => JSON.stringify(row));
    const saidSteps = steps.map((step) => JSON.stringify(step));
    const change: BoardChange = {
      ...(whole ? { board } : {}),
      rows: rows.filter((row, at) => this.#told.get(row.id) !== saidRows[at]),
      steps: Object.fromEntries(
        steps.flatMap((step, at) => (saidSteps[at] === this.#toldSteps[at] ? [] : [[at, step]])),
      ),
    };
    this.#told = new Map(rows.map((row, at) => [row.id, saidRows[at] ?? ""]));
    this.#toldSteps = saidSteps;
    this.#toldFrame = frame;
    return change;
  }

  #rows({ members, standings, columns, klass, hands }: Stored): BoardRow[] {
    const { labs, now } = this.#sources;
    const lessons = new Set(klass.lessons);
    // Afterwards what students do is their own affair again.
    const byOwner = Map.groupBy(isUnderWay(klass, now()) ? labs() : [], ({ owner }) => owner);
    return members.map((member) => {
      const own = byOwner.get(member.owner) ?? [];
      return rowOf(member, {
        columns,
        standings: standings.get(member.id) ?? [],
        lab: own.find(({ lesson }) => lessons.has(lesson.slug)) ?? own[0],
        hand: hands.get(member.id) ?? null,
        now: now(),
      });
    });
  }

  async #read(): Promise<Stored | undefined> {
    const { store, course, now } = this.#sources;
    const at = now();
    if (this.#stored && !this.#dirty && at - this.#stored.at < READ_AGAIN) return this.#stored;
    this.#dirty = false;
    const klass = await classById(store.db, this.#id);
    if (!klass) return undefined;
    const members = await membersOf(store.db, this.#id);
    const standings: StepStanding[] = await standingsOf(store.db, this.#id);
    const errors: StepError[] = await errorsOf(store.db, this.#id);
    const hands = await handsOf(store.db, this.#id);
    const guidance = await guidanceOf(store.db, this.#id);
    const columns = columnsOf(klass.lessons, course);
    this.#stored = {
      klass,
      members,
      standings: Map.groupBy(standings, ({ member }) => member),
      columns,
      steps: stepStatistics(columns, standings, errors),
      guidance,
      hands: new Map(
        hands.map(({ member, words, since }) => [member, { since: iso(since), words }]),
      ),
      at,
    };
    return this.#stored;
  }
}

const iso = (at: number) => new Date(at).toISOString();
