import { LIMITS, type ServerFrame } from "../protocol.ts";

/** The connection of somebody who looks at a terminal. */
export interface ViewerSocket {
  /** Bytes of the shell. */
  send(data: Buffer): void;
  tell(frame: ServerFrame): void;
  /** @param code a close code; 1012 sends the client back to connect again. */
  close(code: number, reason: string): void;
}

export interface Size {
  cols: number;
  rows: number;
}

/** Who wants to look. */
export interface Guest {
  socket: ViewerSocket;
  size: Size;
  /** Bytes of the stream that it has. */
  from: number;
  /** The name under which its keystrokes are counted, and how many bytes of them it has sent. */
  writer?: { name: string; sent: number };
  /** There for who looks on: such a guest neither sizes nor paces the shell, and types only while it may. */
  watch?: { mayType(): boolean };
}

export interface Viewer {
  socket: ViewerSocket;
  size: Size;
  /** Bytes of the stream that were sent to it. */
  sent: number;
  /** Bytes of the stream that its emulator has parsed. */
  acked: number;
  /** Its place in the stream is known: it paces the shell. */
  placed: boolean;
  /** Frames wait until it got its `hello`. */
  greeted: boolean;
  writer: string | undefined;
  watch?: { mayType(): boolean } | undefined;
}

/** The smallest size among those who work here: what all of them can show whole. */
export function smallestSize(viewers: Iterable<Viewer>): Size | undefined {
  let smallest: Size | undefined;
  for (const { size, watch } of viewers)
    if (!watch)
      smallest = {
        cols: Math.min(size.cols, smallest?.cols ?? size.cols),
        rows: Math.min(size.rows, smallest?.rows ?? size.rows),
      };
  return smallest;
}

/** Brings a size within what the protocol allows. */
export function clampSize({ cols, rows }: Size): Size {
  const clamp = (value: number, min: number, max: number) =>
    Math.min(max, Math.max(min, Math.trunc(value)));
  return {
    cols: clamp(cols, LIMITS.minCols, LIMITS.maxCols),
    rows: clamp(rows, LIMITS.minRows, LIMITS.maxRows),
  };
}
