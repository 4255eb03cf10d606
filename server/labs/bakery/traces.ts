import type { LxdClient } from "../../lxd/client.ts";
import { runScript } from "../scripts.ts";

/** Longest answer to what runs in a machine (s). */
const LIMIT = 20;

/**
 * What a machine has that its disk does not: active units, programs, network links and namespaces, ports, mounts,
 * firewall rules, kernel settings, files in memory. One a line, its kind first; what differs from boot to boot by
 * itself is left out.
 */
const SCRIPT = String.raw`
systemctl list-units --no-legend --plain --state=active --type=service,socket,timer,mount,path |
  awk '{ print "unit", $1 }' | grep -vE ' (run-|user|session|systemd-)'
ps -e -o comm= | grep -vxE 'ps|bash|sh|sleep|timeout|grep|awk|sed|sort|agetty|\(sd-pam\)|systemd.*|\(.*' | sed 's/^/program /'
ps -e -o ppid=,comm= | awk '$1 == 1 && $2 == "sleep" { print "program sleep" }'
ip -o link | sed -E 's/^[0-9]+: ([^:@]+).*/link \1/' | grep -v ' veth'
ip netns list 2> /dev/null | awk '{ print "namespace", $1 }'
ss -Hltn | awk '{ print "port", $4 }' | grep -v '127.0.0.1:'
findmnt -rno TARGET | sed 's/^/mount /' | grep -v ' /run/user'
nft -s list ruleset 2> /dev/null | sed 's/^[[:space:]]*/rule /'
sysctl net.ipv4.ip_forward kernel.hostname | sed 's/^/setting /'
find /run /tmp /dev/shm -mindepth 1 -maxdepth 1 -not -name 'systemd*' -not -name '.*' | sed 's/^/file /'
true`;

/** The traces of what runs in a machine. @throws {Error} when it cannot tell. */
export async function tracesOf(client: LxdClient, instance: string): Promise<Set<string>> {
  const { code, stdout, stderr } = await runScript(client, instance, SCRIPT, LIMIT);
  if (code !== 0) throw new Error(`${instance} ne dit pas ce qui y tourne (${code}) : ${stderr}`);
  return new Set(stdout.trim().split("\n"));
}

/** What one machine has and the other has not, each told by its sign. */
export function difference(wanted: ReadonlySet<string>, found: ReadonlySet<string>): string[] {
  const missing = [...wanted].filter((trace) => !found.has(trace)).map((trace) => `- ${trace}`);
  const extra = [...found].filter((trace) => !wanted.has(trace)).map((trace) => `+ ${trace}`);
  return [...missing, ...extra];
}

/** The services that one machine runs and the other does not, to be started. */
export function missingUnits(wanted: ReadonlySet<string>, found: ReadonlySet<string>): string[] {
  return [...wanted]
    .filter((trace) => !found.has(trace) && /^unit .*\.(service|socket)$/.test(trace))
    .map((trace) => trace.slice("unit ".length))
    .sort();
}
