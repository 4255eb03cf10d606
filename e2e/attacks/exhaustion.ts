import { expect } from "vitest";
import { groupDisk } from "../../server/lxd/diskGroup.ts";
import { LabClient } from "../client/labClient.ts";
import { LESSON } from "../server/ground.ts";
import type { Attack, Machine } from "./attack.ts";

/** Runs a script as the student, in the background, and gives up on it after so many seconds. */
function asStudent(script: string, seconds: number): string {
  return `timeout --signal=KILL ${seconds} setpriv --reuid=etudiant --regid=etudiant --init-groups bash -c '${script}'`;
}

/** Processes of a lab, as LXD counts them. */
async function processes({ lxd, id }: Machine): Promise<number> {
  return (await lxd.get<{ processes: number }>(`/1.0/instances/${id}/state`)).processes;
}

/** Opens descriptors of a kind until there are no more, holds them, and says how many it got. */
function hoard(open: string, atMost: number, seconds: number): string {
  return `perl -e '
    my @kept; $| = 1;
    while (@kept < ${atMost}) { my $fd = ${open}; last if $fd < 0; push @kept, $fd }
    print scalar(@kept), " $!\\n"; sleep ${seconds}'`;
}

/** System calls on x86-64 and, where they differ, on arm64. */
const ARM = process.arch === "arm64";
const INOTIFY_INIT1 = ARM ? 26 : 294;
const INOTIFY_ADD_WATCH = ARM ? 27 : 254;
const EPOLL_CREATE1 = ARM ? 20 : 291;

/** Watches so many folders at once, and says how many it could. */
const WATCH = (count: number, seconds: number) => `perl -e '
  my $n = 0; my $fd = syscall(${INOTIFY_INIT1}, 0); mkdir "/root/guet";
  while ($n < ${count}) { my $d = "/root/guet/$n"; mkdir $d; last if syscall(${INOTIFY_ADD_WATCH}, $fd, $d, 0x100) < 0; $n++ }
  print "$n $!\n"; sleep ${seconds}'; rm -rf /root/guet`;

/** What takes more than its share of what all labs share. */
export const EXHAUSTION: Attack[] = [
  {
    name: "all processors",
    async run({ attacker, seconds }) {
      const burn = "for i in 1 2 3 4 5 6 7 8; do (while :; do :; done) & done; wait";
      await attacker.root(
        `${asStudent(burn, seconds)}; pkill -KILL -u etudiant bash`,
        seconds + 10,
      );
    },
  },
  {
    name: "all memory",
    async run({ attacker, seconds }) {
      const { code } = await attacker.root(
        asStudent("head -c 4G /dev/zero | tail", 5 * seconds),
        60,
      );
      expect(code).not.toBe(0);
      expect((await attacker.root("true")).code).toBe(0);
    },
  },
  {
    name: "all memory, through a disk in memory",
    slow: true,
    ruins: true,
    async run({ attacker, seconds }) {
      // What is in it belongs to nobody who could be killed: the lab may end by it.
      await attacker
        .root("head -c 4G /dev/zero > /dev/shm/plein", 5 * seconds)
        .catch(() => undefined);
    },
  },
  {
    name: "all of the disk, nested subvolumes included",
    slow: true,
    async run({ attacker, neighbour }) {
      const { lxd, id } = attacker;
      const { expanded_devices } = await lxd.get<{
        expanded_devices: { root: Record<string, string> };
      }>(`/1.0/instances/${id}`);
      const root = { ...expanded_devices.root, size: "1536MiB" };
      await lxd.request("PATCH", `/1.0/instances/${id}`, { body: { devices: { root } } });
      await groupDisk(lxd, id);
      const fill = (where: string) => `head -c 3G /dev/zero > ${where}; stat -c %s ${where}`;
      const sizes = await attacker.says(
        `btrfs subvolume create /srv/a >/dev/null; ${fill("/srv/a/x")}; ${fill("/srv/x")}`,
        120,
      );
      const written = sizes.split("\n").reduce((sum, size) => sum + Number(size), 0);
      expect(written).toBeLessThan(1.7 * 2 ** 30);
      expect((await neighbour.root("head -c 10M /dev/urandom > /srv/y && sync /srv/y")).code).toBe(
        0,
      );
      await attacker.root("rm -f /srv/a/x /srv/x", 60);
    },
  },
  {
    name: "a flood of output, and of log",
    async run({ attacker, seconds }) {
      const flood = `yes "$(seq 100)" | logger & yes | head -c 200M > /dev/console & yes > /dev/null & wait`;
      await attacker.root(
        asStudent(flood, seconds) + "; pkill -KILL yes; pkill -KILL logger",
        seconds + 10,
      );
      const [used = "0"] = /[\d.]+M/.exec(await attacker.says("journalctl --disk-usage")) ?? [];
      expect(Number.parseFloat(used)).toBeLessThan(20);
    },
  },
  {
    name: "all inotify instances and watches",
    async run({ attacker, neighbour, seconds }) {
      const one = `syscall(${INOTIFY_INIT1}, 0)`;
      // One process may have 20 000 descriptors.
      const hoards = Array.from({ length: 3 }, () =>
        attacker.says(hoard(one, 100_000, seconds + 2), seconds + 60),
      );
      const watched = attacker.says(WATCH(seconds > 10 ? 300_000 : 20_000, 1), 20 * seconds);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      // Without any, systemd dies as it starts.
      expect(await neighbour.says(hoard(one, 20, 0))).toMatch(/^20\b/);
      for (const got of await Promise.all(hoards))
        expect(Number.parseInt(got)).toBeGreaterThan(10_000);
      expect(Number.parseInt(await watched)).toBeGreaterThan(0);
      expect(await neighbour.says(WATCH(100, 0))).toMatch(/^100\b/);
    },
  },
  {
    name: "all open files",
    async run({ attacker, neighbour, seconds }) {
      const one = `syscall(${EPOLL_CREATE1}, 0)`;
      const open = `for i in 1 2 3 4; do ${hoard(one, 200_000, seconds)} & done; wait`;
      const hoarding = attacker.root(open, seconds + 30);
      expect(await neighbour.says(hoard(one, 200, 0))).toMatch(/^200\b/);
      await hoarding;
    },
  },
  {
    name: "all pseudo-terminals",
    async run({ attacker, neighbour, seconds }) {
      const one = `do { open(my $f, "+<", "/dev/ptmx") ? do { push @main::hold, $f; fileno($f) } : -1 }`;
      const hoarding = attacker.says(hoard(one, 20_000, seconds), seconds + 30);
      const during = await neighbour.says(hoard(one, 5, 0));
      await hoarding;
      expect(during).toMatch(/^5\b/);
    },
  },
  {
    name: "a fork bomb",
    ruins: true,
    async run({ attacker, seconds, url }) {
      // In a terminal of its own, as a student types it: no exec waits for it.
      const bomb = `setsid ${asStudent("b() { b | b & }; b; sleep 60", seconds + 5)} >/dev/null 2>&1 &`;
      await attacker.root(bomb);
      await expect.poll(() => processes(attacker)).toBeGreaterThan(600);
      expect(await processes(attacker)).toBeLessThanOrEqual(810);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      expect(await processes(attacker)).toBeLessThanOrEqual(810);
      // That they wait is their own affair: others are given labs all the while.
      const person = new LabClient(url);
      const { id } = await person.start(LESSON.slug);
      await person.ready(id);
      await person.stop(id);
    },
  },
];
