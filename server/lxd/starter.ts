import { chmod, rename, writeFile } from "node:fs/promises";
import { run } from "./command.ts";
import { START_HOOK } from "./startHook.ts";

/**
 * LXD starts a container by a copy of itself, which stays behind as its monitor: 11 MB of memory for each, nearly all
 * of it Go's, none of which a monitor needs. LXC's own program does the same in a tenth of it, and sooner. This stands
 * where the daemon looks for the program of its helpers, and hands all others of them on; the hook before the start,
 * which the configuration names by the daemon's own path, is another small program too.
 * Arguments of LXD: `forkstart <name> <path of containers> <configuration>`.
 */
const script = (hook: string, lxcStart: string, daemon: string) => `#!/bin/sh
[ "$1" = forkstart ] || exec ${daemon} "$@"
sed -i 's|^lxc.hook.pre-start = /proc/[0-9]*/exe callhook |lxc.hook.pre-start = perl "${hook}" callhook |' "$4"
exec ${lxcStart} --daemon --name="$2" --lxcpath="$3" --rcfile="$4" --logfile="\${4%/*}/lxc.log" --logpriority=WARN
`;

/**
 * Writes a program that the daemon's `LXD_EXEC_PATH` may name. @param lxcStart path of LXC's program, of the very
 * version of the library that the daemon uses. @param daemon name or path of LXD. @throws {CommandError} without `sh`.
 * @see https://linuxcontainers.org/lxc/manpages/man1/lxc-start.1.html
 */
export async function writeStarter(path: string, lxcStart: string, daemon: string): Promise<void> {
  const found = await run("sh", ["-c", 'command -v "$0"', daemon]);
  const hook = `${path}-hook.pl`;
  await replace(hook, START_HOOK);
  await replace(path, script(hook, quoted(lxcStart), quoted(found.trim())));
}

/** Writes a program; a daemon that still runs may be reading the one that is there. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await chmod(`${path}.new`, 0o755);
  await rename(`${path}.new`, path);
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
