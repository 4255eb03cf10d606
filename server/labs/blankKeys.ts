import type { Instance } from "../lxd/instances.ts";

const BLANK = "user.atelier.blank";
const LENT = "user.atelier.lent";

/** An empty key would be no key. */
const NOBODY = "-";
/** How long a machine to which a blank was lent may take to be there (ms). */
const LENDING = 60_000;

/** Whether an instance is a blank: by its name, for copies of it inherit its keys. */
export function isBlank({ name }: Instance): boolean {
  return name.startsWith("blank-");
}

/** Of what a blank was made; empty as long as it is not. */
export function versionOf(blank: Instance): string {
  return blank.config[BLANK] ?? "";
}

/** Keys of a blank that is being made. */
export function newBlankKeys(): Record<string, string> {
  return { [LENT]: NOBODY };
}

/** The change that makes it one to be lent. */
export function madeKeys(version: string): Record<string, string> {
  return { [BLANK]: version };
}

/** A loan, as the blank's keys tell of it. */
export interface Loan {
  machine: string;
  /** Who lent it. */
  server: string;
  /** When the machine must be there (epoch, ms). */
  until: number;
}

/** The change that lends a blank. */
export function lentKeys(machine: string, server: string): Record<string, string> {
  return { [LENT]: `${machine} ${server} ${Date.now() + LENDING}` };
}

/** The last loan of a blank; `undefined` when there was none. */
export function loanOf(blank: Instance): Loan | undefined {
  const [machine = "", server, until] = (blank.config[LENT] ?? NOBODY).split(" ");
  return server ? { machine, server, until: Number(until) } : undefined;
}

/** Whether the files on an instance's disk belong to its ids: LXD wrote them, for it could not map them as it mounts. */
export function isWritten({ config }: Instance): boolean {
  return !["", "[]"].includes(config["volatile.last_state.idmap"] ?? "");
}
