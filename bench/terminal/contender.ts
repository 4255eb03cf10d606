import type { Screen } from "./screen.ts";
import type { Ground } from "./ground.ts";

/** A way from a client to a shell in a lab: what is compared. */
export interface Contender {
  /** Its key in the results. */
  name: string;
  /** How the tables call it. */
  label: string;
  /** Starts it. @throws {Absent} when this machine does not have it. */
  start(ground: Ground): Promise<Gateway>;
}

/** A contender that runs, in processes of its own. */
export interface Gateway {
  /** The first of its processes; `undefined` when it has none: the floor. */
  pid: number | undefined;
  /** A client connects, and a new shell is opened for it. */
  open(): Promise<Session>;
  /** Is killed and started again, and a client comes back to the shell that it had. Missing where shells die then. */
  revive?(lost: Session): Promise<Session>;
  stop(): Promise<void>;
}

/** One client with its shell. */
export interface Session {
  readonly screen: Screen;
  type(text: string): void;
  /** Stops reading from the network, as a laptop that fell asleep does. */
  stall(): void;
  /** Reads again. */
  resume(): void;
  /** Ends the shell, then the connection. */
  close(): Promise<void>;
}

/** A peer that this machine does not have; the message says why, in French. */
export class Absent extends Error {}
