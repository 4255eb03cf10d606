import { mkdir, readdir, readFile, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { LabRecord } from "../../labs/record.ts";
import { isUnderWay } from "../../store/classes.ts";
import {
  beginRecording,
  endRecording,
  type RecordedMember,
  recordedMembers,
  recordingIds,
  unendedRecordings,
} from "../../store/recordings.ts";
import type { Store } from "../../store/store.ts";
import { type CastSize, wholeLines } from "./cast.ts";
import { Tape } from "./tape.ts";

/** How long output may stand in memory alone (ms). */
const SAVE = 500;
/** Changes of one moment are looked at together (ms). */
const TOGETHER = 100;
/** Space on the disk below which nothing is recorded (bytes). */
const LEAST_SPACE = 2 ** 30;
const SUFFIX = ".cast";

/** What recordings are made with. */
export interface RecordingsOptions {
  store: Store;
  /** Folder of their files. */
  folder: string;
  /** Hears of what could not be recorded, or erased. */
  failed(error: unknown): void;
  /** Epoch, ms. */
  now(): number;
}

/** A recording that is being made. */
interface Running {
  place: RecordedMember;
  tape: Tape;
  /** Its id, once the store has it; undefined where it has not, as of a student who was erased meanwhile. */
  id: Promise<string | undefined | void>;
  /** Stops waiting for its lab's end. */
  forget(): void;
}

/**
 * Records the terminals of students whose class wants it, while it is under way, in labs of its lessons. Rows say what
 * there is; a file without a row is nobody's, and goes: so whatever erases a student or a class erases recordings.
 */
export class Recordings {
  readonly #options: RecordingsOptions;
  /** Who is recorded, by person: looked up for every byte that a shell writes. */
  #places = new Map<string, RecordedMember[]>();
  readonly #running = new Map<string, Running>();
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;
  /** Looks and writes follow one another. */
  #work: Promise<void> = Promise.resolve();
  #closed = false;
  #isFull = false;

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /** Ends what a killed server was recording, and looks who is recorded now. */
  async open(): Promise<void> {
    const { store, folder, now } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const id of await unendedRecordings(store.db)) {
      const found = await stat(this.#path(id)).catch(() => undefined);
      await endRecording(store.db, id, Math.floor(found?.mtimeMs ?? now()));
    }
    await this.refresh();
  }

  /** A shell of a lab wrote something. Costs nothing for who is in no class that records. */
  wrote(lab: LabRecord, terminal: string, chunk: Buffer, size: CastSize): void {
    const places = this.#places.get(lab.owner);
    if (!places) return;
    for (const place of places)
      if (place.lessons.includes(lab.lesson.slug))
        this.#tapeOf(place, lab, terminal, size).push(chunk, size, this.#options.now());
  }

  /** Something of a class changed: who is recorded may have, too. */
  touch(): void {
    if (this.#closed) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.refresh().catch((error: unknown) => this.#options.failed(error));
    }, TOGETHER);
  }

  /** Looks who is recorded, ends what is not any more, and erases files that are nobody's. */
  refresh(): Promise<void> {
    return this.#next(() => this.#look());
  }

  /** What was recorded, as asciicast v2; undefined where there is nothing. */
  async read(id: string): Promise<string | undefined> {
    await this.#next(() => this.#save());
    const text = await readFile(this.#path(id), "utf8").catch(() => undefined);
    return text && wholeLines(text);
  }

  /** How much was recorded (bytes); undefined where there is nothing. */
  async size(id: string): Promise<number | undefined> {
    await this.#next(() => this.#save());
    return (await stat(this.#path(id)).catch(() => undefined))?.size;
  }

  /** Ends all that is being recorded. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#places.clear();
    clearTimeout(this.#soon);
    await this.#next(() => this.#endWhere(() => true));
  }

  #tapeOf(place: RecordedMember, lab: LabRecord, terminal: string, size: CastSize): Tape {
    const key = `${place.member} ${lab.id} ${terminal}`;
    const known = this.#running.get(key);
    if (known) return known.tape;
    const { store, now, failed } = this.#options;
    const begun = now();
    const lesson = lab.lesson.slug;
    const tape = new Tape(`${lab.lesson.title}, ${terminal}`, size, begun);
    const id = beginRecording(store.db, { member: place.member, lesson, terminal }, begun)
      .then((made) => {
        if (made) tape.path = this.#path(made);
        return made;
      })
      .catch((error: unknown) => void failed(error));
    const forget = lab.listen(() => {
      if (lab.state !== "ended") return;
      this.#next(() => this.#endWhere((_, each) => each === key)).catch(failed);
    });
    this.#running.set(key, { place, tape, id, forget });
    this.#timer ??= setInterval(() => {
      this.#next(() => this.#save()).catch(failed);
    }, SAVE);
    return tape;
  }

  async #look(): Promise<void> {
    const { store, folder, failed, now } = this.#options;
    const { bavail, bsize } = await statfs(folder);
    const isFull = bavail * bsize < LEAST_SPACE;
    if (isFull && !this.#isFull)
      failed(new Error(`${folder}\u00a0: moins d’un Gio libre, rien n’est enregistré`));
    this.#isFull = isFull;
    const members = isFull ? [] : await recordedMembers(store.db);
    const recorded = this.#closed ? [] : members.filter((each) => isUnderWay(each, now()));
    this.#places = Map.groupBy(recorded, ({ owner }) => owner);
    const there = new Set(recorded.map(({ member }) => member));
    await this.#endWhere(({ place }) => !there.has(place.member));
    // What there is first, rows last: what is made meanwhile has its row before.
    const begun = await Promise.all(
      [...this.#running].map(async ([key, { id }]) => [key, await id] as const),
    );
    const files = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX));
    const known = await recordingIds(store.db);
    for (const [key, id] of begun) if (!id || !known.has(id)) this.#drop(key);
    for (const file of files)
      if (!known.has(file.slice(0, -SUFFIX.length))) await rm(join(folder, file), { force: true });
  }

  async #save(): Promise<void> {
    for (const { tape } of this.#running.values()) await this.#write(tape);
  }

  /** What cannot be written is lost, and told; it holds up neither other recordings nor their ends. */
  async #write(tape: Tape): Promise<void> {
    await tape.save().catch((error: unknown) => this.#options.failed(error));
  }

  async #endWhere(over: (running: Running, key: string) => boolean): Promise<void> {
    const { store, now } = this.#options;
    for (const [key, running] of this.#running) {
      if (!over(running, key)) continue;
      const id = await running.id;
      await this.#write(running.tape);
      this.#drop(key);
      if (id) await endRecording(store.db, id, now());
    }
  }

  /** Records it no more. */
  #drop(key: string): void {
    this.#running.get(key)?.forget();
    this.#running.delete(key);
    if (this.#running.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #next(work: () => Promise<void>): Promise<void> {
    const next = this.#work.then(work);
    // Whoever asked is told; what follows does not stumble over it.
    this.#work = next.catch(() => undefined);
    return next;
  }

  #path(id: string): string {
    return join(this.#options.folder, id + SUFFIX);
  }
}
