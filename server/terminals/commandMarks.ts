/** OSC 133 « command finished », as the lab's bash writes it: ESC ] 133 ; D ; status BEL. */
const FINISHED = Buffer.from("\u001b]133;D");
/** Longest rest of a mark after `D`: `;255` and the terminator. */
const LONGEST_TAIL = 8;
const BEL = 0x07;
const ESC = 0x1b;
const NOTHING = Buffer.alloc(0);

/**
 * Finds the ends of commands in a terminal's bytes, also when a mark is cut between two chunks.
 * @see https://gitlab.freedesktop.org/Per_Bothner/specifications/blob/master/proposals/semantic-prompts.md
 */
export class CommandMarks {
  #rest: Buffer = NOTHING;

  /** Exit statuses of the commands that ended in this chunk, in order; -1 where the shell told none. */
  push(chunk: Buffer): number[] {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const statuses: number[] = [];
    let from = 0;
    for (;;) {
      const at = bytes.indexOf(FINISHED, from);
      if (at < 0) break;
      const tail = at + FINISHED.length;
      const end = terminator(bytes, tail);
      if (end === undefined) {
        this.#rest = Buffer.from(bytes.subarray(at));
        return statuses;
      }
      if (end >= 0) statuses.push(statusOf(bytes.subarray(tail, end)));
      from = tail;
    }
    this.#rest = cutBeginning(bytes, from);
    return statuses;
  }
}

/** What may be the beginning of a mark at the end of a chunk. */
function cutBeginning(bytes: Buffer, from: number): Buffer {
  const at = bytes.lastIndexOf(ESC);
  const cut = at >= Math.max(from, bytes.length - FINISHED.length + 1);
  return cut ? Buffer.from(bytes.subarray(at)) : NOTHING;
}

/** Index of the mark's terminator; -1 when this is no mark; `undefined` when it is cut here. */
function terminator(bytes: Buffer, from: number): number | undefined {
  for (let i = from; i < from + LONGEST_TAIL; i++) {
    if (i >= bytes.length) return undefined;
    if (bytes[i] === BEL || bytes[i] === ESC) return i;
  }
  return -1;
}

function statusOf(tail: Buffer): number {
  const match = /^;(\d{1,3})$/.exec(tail.toString("latin1"));
  return match ? Number(match[1]) : -1;
}
