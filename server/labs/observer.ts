import type { StepResult } from "../protocol.ts";
import type { LabRecord } from "./record.ts";

/**
 * Why a check ran: the student asked for it; a command of theirs ended; the step before it was done, or the server
 * looked by itself.
 */
export type Occasion = "asked" | "command" | "look";

/** Hears what students do in their labs. None of it fails, for the labs' sake. */
export interface LabObserver {
  /** A check ran; nobody was told yet. */
  checked(lab: LabRecord, result: StepResult, occasion: Occasion): Promise<void>;
  /** The student came to a terminal that was never open before. */
  opened(lab: LabRecord): void;
  /** A terminal's shell wrote something, which its viewers have been sent. @param size in cells */
  wrote(
    lab: LabRecord,
    terminal: string,
    chunk: Buffer,
    size: { cols: number; rows: number },
  ): void;
  /**
   * A command ended in a terminal.
   * @param recent the end of that terminal's bytes, the command's output within
   */
  commandEnded(lab: LabRecord, status: number, recent: () => Buffer): void;
}
