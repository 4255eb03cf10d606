import { LIMITS } from "../protocol.ts";
import { Absentees } from "./absentees.ts";
import type { Ring } from "./ring.ts";
import { Pictures } from "./pictures.ts";
import { clampSize, type Guest, type Size, smallestSize, type Viewer } from "./viewers.ts";

/** For how long what follows a first chunk is gathered into one frame (ms). */
const GATHERING = 4;
/** Gathered bytes that are sent without waiting. */
const GATHERED = 32 * 1024;
/** How soon somebody who looks on while the shell floods gets the screen anew (ms). */
const REDRAW = 250;

/** What an audience asks of the shell that it looks at. */
export interface Stage {
  resize(size: Size): void;
  /** Whether the shell is to be read: false as soon as somebody is too far behind. */
  flow(on: boolean): void;
}

/** Those who look at one stream: each gets every byte once, and the slowest paces the shell. */
export class Audience {
  readonly #ring: Ring;
  readonly #stage: Stage;
  readonly #viewers = new Set<Viewer>();
  readonly #pictures = new Pictures();
  /** Those who look on and will get the screen anew. */
  readonly #late = new Set<Viewer>();
  readonly #absentees = new Absentees(() => this.#pace());
  #size: Size = { cols: 80, rows: 24 };
  #flowing = true;
  #gathering: NodeJS.Timeout | undefined;
  /** When bytes were sent last (ms). */
  #sentAt = -GATHERING;

  constructor(ring: Ring, stage: Stage) {
    this.#ring = ring;
    this.#stage = stage;
  }

  /** The smallest of all viewers' sizes. */
  get size(): Size {
    return this.#size;
  }

  get flowing(): boolean {
    return this.#flowing;
  }

  [Symbol.iterator](): IterableIterator<Viewer> {
    return this.#viewers.values();
  }

  /** Lets somebody in, who gets nothing before `greet`. A writer that comes back takes its old place. */
  enter({ socket, size, from, writer, watch }: Guest): Viewer {
    for (const other of this.#viewers)
      if (writer && other.writer === writer.name) {
        other.socket.close(1000, "revenu par ailleurs");
        this.leave(other, false);
      }
    const viewer: Viewer = {
      socket,
      size: clampSize(size),
      sent: from,
      acked: from,
      placed: false,
      greeted: false,
      writer: writer?.name,
      watch,
    };
    this.#viewers.add(viewer);
    this.#fit(viewer);
    return viewer;
  }

  /**
   * Tells a viewer where the stream stands, then gives it what it lacks.
   * @param typed bytes of its keystrokes that came, if that is known.
   */
  async greet(viewer: Viewer, typed: number | undefined): Promise<void> {
    if (this.#ring.since(viewer.sent)) {
      this.#hello(viewer, "replay", typed);
      if (!viewer.watch) this.#absentees.returned(viewer.sent);
    } else {
      // Its place in the stream is fixed now: what comes while the emulator draws waits for it.
      viewer.sent = viewer.acked = this.#ring.end;
      viewer.placed = true;
      const drawn = await this.#pictures.of(this.#ring, this.#size);
      this.#hello(viewer, "snapshot", typed);
      viewer.socket.send(drawn);
    }
    this.#send();
    if (viewer.watch) this.#catchUpLater(viewer);
  }

  /**
   * The stream has grown by this chunk: sent at once, but for what comes in the wake of another. A key's echo
   * so costs no timer.
   */
  grown(chunk: Buffer): void {
    this.#pace();
    const left = this.#sentAt + GATHERING - performance.now();
    if (left <= 0 || this.#behind(({ sent }) => sent, lags) >= GATHERED) this.#flush(chunk);
    else this.#gathering ??= setTimeout(() => this.#flush(), left);
  }

  /** Offset from which on somebody lacks the bytes; `Infinity` when nobody does. */
  get needed(): number {
    let needed = this.#absentees.needed;
    for (const { placed, acked, watch } of this.#viewers)
      if (placed && !watch) needed = Math.min(needed, acked);
    return needed;
  }

  resized(viewer: Viewer, size: Size): void {
    if (viewer.watch) return;
    viewer.size = clampSize(size);
    this.#fit(viewer);
  }

  /** A viewer says how far it has come; more than it was sent is not believed. */
  acked(viewer: Viewer, offset: number): void {
    viewer.acked = Math.max(viewer.acked, Math.min(offset, viewer.sent));
    if (viewer.watch) this.#catchUp(viewer);
    else this.#pace();
  }

  /** @param cut whether its connection broke, so that it may be back for what it lacks. */
  leave(viewer: Viewer, cut: boolean): void {
    if (!this.#viewers.delete(viewer)) return;
    if (cut && viewer.greeted && !viewer.watch) this.#absentees.add(viewer.acked);
    this.#fit(viewer);
    this.#pace();
  }

  /** Gives what is gathered to everybody, and waits for nobody who is away. */
  end(): void {
    clearTimeout(this.#gathering);
    this.#send();
    this.#absentees.forget();
  }

  /** Sends everybody away. */
  dismiss(code: number, reason: string): void {
    this.end();
    for (const { socket } of this.#viewers) socket.close(code, reason);
    this.#viewers.clear();
  }

  #flush(last?: Buffer): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    this.#send(last);
    this.#sentAt = performance.now();
  }

  /** Sends to each viewer what it was not sent yet; `last`, when that is all of it, without a copy. */
  #send(last?: Buffer): void {
    const { end } = this.#ring;
    let [bytes, from] = [last, end - (last?.length ?? 0)];
    for (const viewer of this.#viewers) {
      if (!viewer.greeted || viewer.sent === end || lags(viewer)) continue;
      if (!bytes || viewer.sent !== from)
        [bytes, from] = [this.#ring.since(viewer.sent), viewer.sent];
      // Nobody keeps bytes for those who only look on.
      if (!bytes && viewer.watch) {
        this.#catchUpLater(viewer);
        continue;
      }
      if (bytes) viewer.socket.send(bytes);
      viewer.sent = end;
    }
  }

  /** Gives somebody who only looks on, and was too slow, what they lack: the bytes, or else the screen as it is. */
  #catchUp(viewer: Viewer): void {
    if (!viewer.greeted || !this.#viewers.has(viewer) || lags(viewer)) return;
    if (viewer.sent === this.#ring.end) return;
    if (this.#ring.since(viewer.sent)) return this.#send();
    viewer.greeted = false;
    void this.greet(viewer, undefined);
  }

  #catchUpLater(viewer: Viewer): void {
    if (viewer.sent === this.#ring.end || this.#late.has(viewer)) return;
    this.#late.add(viewer);
    setTimeout(() => {
      this.#late.delete(viewer);
      this.#catchUp(viewer);
    }, REDRAW).unref();
  }

  #hello(viewer: Viewer, mode: "replay" | "snapshot", typed: number | undefined): void {
    const { socket, size, sent } = viewer;
    const counted = typed === undefined ? {} : { typed };
    socket.tell({
      type: "hello",
      offset: sent,
      mode,
      readonly: viewer.watch !== undefined,
      ...counted,
    });
    viewer.placed = viewer.greeted = true;
    if (!sameSize(this.#size, size)) socket.tell({ type: "size", ...this.#size });
  }

  /** Follows the smallest viewer; all but the one who caused the change are told. */
  #fit(cause: Viewer): void {
    const size = smallestSize(this.#viewers);
    if (!size) return;
    const changed = !sameSize(size, this.#size);
    this.#size = size;
    if (changed) this.#stage.resize(size);
    for (const viewer of this.#viewers) {
      const told = viewer === cause ? !sameSize(size, viewer.size) : changed;
      if (viewer.greeted && told) viewer.socket.tell({ type: "size", ...size });
    }
  }

  /** Stops the shell above the high watermark, lets it go on below the low one. */
  #pace(): void {
    const behind = Math.max(
      this.#ring.end - this.#absentees.needed,
      this.#behind(
        ({ acked }) => acked,
        ({ watch }) => watch !== undefined,
      ),
    );
    const flowing = behind <= (this.#flowing ? LIMITS.highWatermark : LIMITS.lowWatermark);
    if (flowing === this.#flowing) return;
    this.#flowing = flowing;
    this.#stage.flow(flowing);
  }

  /** How far the last of the viewers is behind the stream (bytes). @param but those who do not count */
  #behind(place: (viewer: Viewer) => number, but: (viewer: Viewer) => boolean): number {
    let behind = 0;
    for (const viewer of this.#viewers)
      if (viewer.placed && !but(viewer)) behind = Math.max(behind, this.#ring.end - place(viewer));
    return behind;
  }
}

/** Whether somebody who only looks on is so far behind that it is sent nothing more for now. */
function lags({ watch, sent, acked }: Viewer): boolean {
  return watch !== undefined && sent - acked > LIMITS.highWatermark;
}

function sameSize(one: Size, other: Size): boolean {
  return one.cols === other.cols && one.rows === other.rows;
}
