import { setTimeout as delay } from "node:timers/promises";
import type { LxdClient } from "../lxd/client.ts";
import { LxdError } from "../lxd/errors.ts";
import { destroyInstance, type InstanceSource, launchInstance } from "../lxd/instances.ts";
import { SESSIONS } from "../terminals/dtach.ts";
import { lastLine, runScript } from "./scripts.ts";

/** Where labs are made: which image, with which profile. */
export interface MachineTemplate {
  image: string;
  profile: string;
  /** Whether bridges of labs of several machines lead out, as the shared one does. */
  internet?: boolean;
  /** A stopped instance of which it is a copy, instead of the image. */
  copyOf?: string;
  /** Where there are blanks to copy instead of the image. */
  blanks?: Lender;
  /** Devices that each instance has of its own. */
  devices?: (instance: string) => Promise<Devices>;
}

/** A stopped machine that one machine at a time may be a copy of, and the keys that the copy needs for it. */
export interface Blank {
  name: string;
  config: Record<string, string>;
}

/** Lends blanks to machines that are about to be made. */
export interface Lender {
  /** @returns nothing when all are lent. @throws {LxdError} {LxdUnreachable} */
  lend(machine: string): Promise<Blank | undefined>;
  /** The machine is there now, or will never be. */
  done(machine: string): void;
  /** A blank could not be copied. */
  lost(blank: Blank, error: Error): void;
}

/** Devices of an instance by their names, as LXD writes them. */
type Devices = Record<string, Record<string, string>>;

/** Longest boot and longest preparation of a lesson (s). */
const BOOT_LIMIT = 60;
const SETUP_LIMIT = 120;
/** Longest answer to what a preparation said (s). */
const SAID_LIMIT = 5;

/** bash's own pause: a process for each `sleep` would take its time from what is waited for. */
const REST = `exec {never}<> <(:)
rest() { read -rt 0.02 -u "$never"; }`;

/**
 * A script of bash that waits until systemd has done its part: until it can be asked, which takes less to see than to try, then until it has an
 * answer. `degraded` will do: some unit of no matter failed.
 */
export const BOOTED = `${REST}
until [ -S /run/systemd/private ]; do rest; done
while :; do
  case "$(systemctl is-system-running --wait 2>/dev/null)" in running|degraded) exit 0 ;; esac
  rest
done`;

/** The same as soon as a shell of the student's can be kept. */
const ENTERABLE = `${REST}
until [ -d ${SESSIONS} ]; do rest; done`;

/** A script of the course failed where it must not. */
export class SetupFailed extends Error {}

/** Waits until a started machine is as far as is wanted. @throws {SetupFailed} {LxdError} */
export type MachineWait = (client: LxdClient, name: string) => Promise<void>;

/** How a machine differs from others of its template. */
export interface MachineChoices {
  /** Devices instead of, or beside, the profile's. */
  devices?: Devices;
  /** What is waited for; until it has booted unless told. */
  wait?: MachineWait;
}

/** Makes a machine of a lab and waits until it has booted. @throws {LxdError} {SetupFailed} */
export async function makeMachine(
  client: LxdClient,
  name: string,
  template: MachineTemplate,
  keys: Record<string, string>,
  { devices, wait = waitBooted }: MachineChoices = {},
): Promise<void> {
  const { image, profile, copyOf, blanks } = template;
  const source = {
    ...{ image, profile, config: keys, ...(copyOf ? { copyOf } : {}) },
    devices: { ...(await template.devices?.(name)), ...devices },
  };
  const blank = copyOf ? undefined : await blanks?.lend(name);
  const copy = blank && { copyOf: blank.name, config: { ...keys, ...blank.config } };
  try {
    await launchInstance(client, name, { ...source, ...copy });
  } catch (error) {
    if (!(error instanceof LxdError)) throw error;
    if (blank) blanks?.lost(blank, error);
    await launchAgain(client, name, source);
  } finally {
    blanks?.done(name);
  }
  await wait(client, name);
}

/**
 * Rests before each further try at a start that failed (ms). At once: another server on this daemon may have made a
 * machine at the same time, see `createInstance`. A while later: of a machine of this name that went down with its LXD
 * something may still be ending.
 */
const RESTS = [0, 3_000];

async function launchAgain(
  client: LxdClient,
  name: string,
  source: InstanceSource,
  [rest, ...rests] = RESTS,
): Promise<void> {
  await delay(rest);
  await destroyInstance(client, name);
  try {
    await launchInstance(client, name, source);
  } catch (error) {
    if (!(error instanceof LxdError) || rests.length === 0) throw error;
    await launchAgain(client, name, source, rests);
  }
}

/** Waits until a started machine has booted: LXD may report a start of which the boot dies at once. @throws {SetupFailed} */
export async function waitBooted(client: LxdClient, name: string): Promise<void> {
  await waitFor(client, name, BOOTED);
}

/** Waits until a started machine can be entered, which is still booting. */
export async function waitEnterable(client: LxdClient, name: string): Promise<void> {
  await waitFor(client, name, ENTERABLE);
}

async function waitFor(client: LxdClient, name: string, script: string): Promise<void> {
  const { code } = await runScript(client, name, script, BOOT_LIMIT);
  if (code !== 0) throw new SetupFailed(`${name} n’a pas démarré en ${BOOT_LIMIT} s (${code})`);
}

/**
 * Gives a machine a name of its own, beside others of its lab: the image calls all of them `lab`. Preparations may
 * name the others: a lease, with who knows these names, comes as soon as the machine has booted, or soon after.
 */
export async function nameMachine(client: LxdClient, name: string, host: string): Promise<void> {
  const script = `hostname ${host}; echo ${host} > /etc/hostname; sed -i 's/^127.0.1.1 .*/127.0.1.1 ${host}/' /etc/hosts
for try in {1..100}; do grep -q ^nameserver /etc/resolv.conf && break; sleep 0.1; done`;
  await prepare(client, name, script);
}

/** Starts systemd units in a machine. @throws {SetupFailed} */
export async function startUnits(
  client: LxdClient,
  name: string,
  units: readonly string[],
): Promise<void> {
  if (units.length > 0) await prepare(client, name, `systemctl start ${units.join(" ")}`);
}

/** Where a preparation writes what it has to say: what it leaves running may go on writing there. */
const SAID = "/run/.preparation";

/** Runs a preparation, of a lesson or of a step. @throws {SetupFailed} with its last words. */
export async function prepare(client: LxdClient, name: string, script: string): Promise<void> {
  if (!script.trim()) return;
  const said = `exec > ${SAID} 2>&1\nset -e\n${script}`;
  const { code } = await runScript(client, name, said, SETUP_LIMIT);
  if (code === 0) return;
  const { stdout } = await runScript(client, name, `tail -c 2000 ${SAID}`, SAID_LIMIT);
  throw new SetupFailed(`préparation en échec (${code}) : ${lastLine(stdout)}`);
}
