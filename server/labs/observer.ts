import type { StepResult } from "../protocol.ts";
import type { LabRecord } from "./record.ts";

/** Hears what students do in their labs. None of it fails, for the labs' sake. */
export interface LabObserver {
  /**
   * A check ran; nobody was told yet.
   * @param tried whether it was for something that the student had done, and not a look at the step after it
   */
  checked(lab: LabRecord, result: StepResult, tried: boolean): Promise<void>;
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
