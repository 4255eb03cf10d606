/** What to run in the terminal of an instance, and how wide it is. */
export interface ShellOptions {
  instance: string;
  command: string[];
  environment: Record<string, string>;
  user: number;
  group: number;
  cwd: string;
  cols: number;
  rows: number;
}

/** How a shell ended: with an exit status, or because the connection to it was lost. */
export interface ShellEnd {
  code: number;
  lost: boolean;
}

/** What a shell wrote before it was found again. */
export interface ShellPast {
  /** Offset of the first byte in the terminal's stream. */
  offset: number;
  bytes: Buffer;
  /** Whether that is everything since the shell began. */
  whole: boolean;
}

/** Told by a shell while it lives. */
export interface ShellEvents {
  /** Told before all else by a shell that was found again and knows what it wrote: the stream is this, and goes on. */
  past?(past: ShellPast): void;
  /** Raw bytes of the terminal, in order. */
  data(chunk: Buffer): void;
  /** Told once. */
  exit(end: ShellEnd): void;
}

/** A command on a terminal in an instance: one exec, whatever carries it. */
export interface Shell {
  write(data: Buffer): void;
  /** Bytes written that are still on this side: the command does not read them. */
  readonly pendingInput: number;
  resize(cols: number, rows: number): void;
  /** Stops reading: the command blocks as soon as the buffers on the way are full. */
  pause(): void;
  resume(): void;
  /** Hangs up, waits for the end, leaves no operation or process behind. */
  close(): Promise<void>;
}

/** The two ways in (`TERMINAL_BACKEND`): LXD's exec socket, or node-pty with the `lxc` command. */
export type OpenShell = (options: ShellOptions, events: ShellEvents) => Promise<Shell>;
