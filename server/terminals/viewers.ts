import { LIMITS, type ServerFrame } from "../protocol.ts";

/** The far end of a terminal: one browser tab, one script. */
export interface ViewerSocket {
  send(data: Buffer): void;
  tell(frame: ServerFrame): void;
  /** Ends the connection with a code of the contract, or 1012 « come back ». */
  close(code: number, reason: string): void;
}

export interface Size {
  cols: number;
  rows: number;
}

export interface Viewer {
  socket: ViewerSocket;
  size: Size;
  /** Bytes of the stream that its emulator has parsed. */
  acked: number;
  /** Frames wait until it got its `hello`. */
  greeted: boolean;
}

/** The smallest size among viewers: what all of them can show whole. */
export function smallestSize(viewers: Iterable<Viewer>): Size | undefined {
  let smallest: Size | undefined;
  for (const { size } of viewers)
    smallest = {
      cols: Math.min(size.cols, smallest?.cols ?? size.cols),
      rows: Math.min(size.rows, smallest?.rows ?? size.rows),
    };
  return smallest;
}

/**
 * Whether the shell must be read on: the slowest viewer paces it.
 * Between the two watermarks things stay as they are.
 */
export function mustPause(viewers: Iterable<Viewer>, end: number, paused: boolean): boolean {
  let behind = 0;
  for (const viewer of viewers) if (viewer.greeted) behind = Math.max(behind, end - viewer.acked);
  return behind > (paused ? LIMITS.lowWatermark : LIMITS.highWatermark);
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
