import { z } from "zod";
import { LIMITS, type ClientFrame } from "../protocol.ts";
import type { Attachment } from "../terminals/terminal.ts";

/** Keystrokes that may wait while the shell is being opened (bytes). */
const WAITING_LIMIT = LIMITS.clientFrame;

const cells = z.number().int().min(1).max(10_000);

const clientFrame = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("resize"), cols: cells, rows: cells }),
  z.strictObject({
    type: z.literal("ack"),
    offset: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  }),
  z.strictObject({ type: z.literal("keyboard"), want: z.boolean() }),
]);
clientFrame satisfies z.ZodType<ClientFrame>;

/** What a client may do with a terminal; only who looks on asks for the keyboard. */
export interface Joined extends Attachment {
  keyboard?(want: boolean): void;
}

/** Frames of a client, kept until there is a terminal to give them to. */
export class Inbox {
  #waiting: { data: Buffer; isBinary: boolean }[] = [];
  #size = 0;
  #joined: Joined | undefined;

  /** False when the frame is not of the protocol, or too much waits. */
  take(data: Buffer, isBinary: boolean): boolean {
    if (this.#joined) return deliver(this.#joined, data, isBinary);
    this.#size += data.length;
    if (this.#size > WAITING_LIMIT) return false;
    this.#waiting.push({ data, isBinary });
    return true;
  }

  /** False when something that waited was not of the protocol. */
  deliverTo(joined: Joined): boolean {
    this.#joined = joined;
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting.every(({ data, isBinary }) => deliver(joined, data, isBinary));
  }
}

function deliver(joined: Joined, data: Buffer, isBinary: boolean): boolean {
  if (isBinary) {
    joined.input(data);
    return true;
  }
  const frame = clientFrame.safeParse(readJson(data.toString("utf8")));
  if (!frame.success) return false;
  if (frame.data.type === "resize") joined.resize(frame.data);
  else if (frame.data.type === "ack") joined.ack(frame.data.offset);
  else if (joined.keyboard) joined.keyboard(frame.data.want);
  else return false;
  return true;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON, no frame: the schema refuses it.
    return undefined;
  }
}
