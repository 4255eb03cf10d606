import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import type { Attack } from "./attack.ts";

/** What root of a host may write, and root of a lab may not. A path that is not there cannot be written either. */
const FORBIDDEN = [
  "/proc/sysrq-trigger",
  "/proc/sys/kernel/core_pattern",
  "/proc/sys/kernel/modprobe",
  "/proc/sys/kernel/panic",
  "/proc/sys/kernel/printk",
  "/proc/sys/vm/drop_caches",
  "/proc/sys/vm/overcommit_memory",
  "/proc/sys/fs/inotify/max_user_instances",
  "/proc/sys/fs/file-max",
  "/sys/kernel/uevent_helper",
  "/sys/kernel/mm/transparent_hugepage/enabled",
  "/sys/power/state",
  "/sys/class/block/loop0/queue/read_ahead_kb",
];

/** Limits of its own group, under either version of cgroups. */
const LIMITS = `
for file in /sys/fs/cgroup/{,memory/,pids/,cpu/}{memory.limit_in_bytes,memory.max,pids.max,cpu.max}; do
  [ -e "$file" ] && echo "$file"
done`;

/** Ways out of a container that were open once; each prints something only when it is open. */
const ESCAPES: Record<string, string> = {
  "a disk of the host by its number": `
    for number in "7 0" "8 0" "253 0" "254 0" "259 0"; do
      mknod /root/disque b $number 2>/dev/null && head -c 1 /root/disque >/dev/null 2>&1 && echo "disque $number"
      rm -f /root/disque
    done`,
  "memory and ports of the host": `
    mknod /root/mem c 1 1 2>/dev/null && head -c 1 /root/mem >/dev/null 2>&1 && echo mem
    head -c 1 /dev/mem >/dev/null 2>&1 && echo mem
    head -c 1 /dev/kmsg >/dev/null 2>&1 && echo kmsg; dmesg 2>/dev/null | head -n 1`,
  "a loop device, a filesystem of the host": `
    truncate -s 8M /root/image; losetup -f --show /root/image 2>/dev/null
    for type in ext4 xfs btrfs vfat debugfs tracefs securityfs; do
      mount -t $type /dev/loop0 /mnt 2>/dev/null && echo "$type" && umount /mnt
    done`,
  "a program that the kernel starts for the host (release_agent)": `
    mkdir -p /root/groupe
    for name in rdma memory misc cpu; do
      mount -t cgroup -o $name none /root/groupe 2>/dev/null || continue
      echo /root/evasion 2>/dev/null > /root/groupe/release_agent && echo "release_agent $name"
      umount /root/groupe
    done
    unshare -Ur bash -c 'mount -t cgroup -o rdma none /root/groupe 2>/dev/null &&
      echo x 2>/dev/null > /root/groupe/release_agent && echo "release_agent, espace de noms"'`,
  "a file by its handle (open_by_handle_at)": `
    perl -e 'my $handle = pack("IIQ", 8, 1, 256); open(my $d, "<", "/") or exit;
      print "ouvert $!\\n" unless syscall(304, fileno($d), $handle, 0) < 0 and $!{EPERM} || $!{ENOSYS}'`,
  "kernel modules, another kernel, the clock, swap": `
    modprobe dummy 2>/dev/null && echo module
    perl -e 'print "kexec\\n" if syscall(246, 0, 0, 0, 0) == 0'
    date -s "2001-01-01" >/dev/null 2>&1 && echo horloge
    mkswap /root/image >/dev/null 2>&1; swapon /root/image 2>/dev/null && echo swap`,
  "programs in the kernel, its profiler": `
    perl -e 'my $map = pack("IIIIII", 6, 4, 4, 1, 0, 0); print "bpf\\n" if syscall(321, 0, $map, 24) >= 0'
    perl -e 'my $event = pack("IIQQQQQQ", 1, 64, 0, 0, 0, 0, 0, 0); print "perf\\n" if syscall(298, $event, -1, 0, -1, 0) >= 0'`,
};

/** What goes for the kernel that all labs share. */
export const KERNEL: Attack[] = [
  {
    name: "writing into /proc and /sys",
    async run({ attacker }) {
      const before = await Promise.all(FORBIDDEN.map(valueOf));
      for (const path of FORBIDDEN) {
        const { code } = await attacker.root(`[ -e ${path} ] && echo 1 > ${path}`);
        expect(code, path).not.toBe(0);
      }
      expect(await Promise.all(FORBIDDEN.map(valueOf))).toEqual(before);
    },
  },
  {
    name: "lifting its own limits",
    async run({ attacker }) {
      for (const file of (await attacker.says(LIMITS)).split("\n").filter(Boolean)) {
        const old = await attacker.says(`cat ${file}`);
        await attacker.root(`echo max > ${file} || echo -1 > ${file}`);
        expect(await attacker.says(`cat ${file}`), file).toBe(old);
      }
    },
  },
  ...Object.entries(ESCAPES).map(([name, script]): Attack => ({
    name: `escape: ${name}`,
    async run({ attacker }) {
      expect(await attacker.says(script)).toBe("");
    },
  })),
  {
    name: "looking at processes of the host",
    async run({ attacker }) {
      // The brackets keep the search from finding itself.
      const script = `
        pgrep -fa '[v]itest|[c]hildMain|[l]xd --group'
        ls -d /proc/1/root/proc/1/cwd/tmp/atelier-* 2>/dev/null
        nsenter -t 1 -a pgrep -fa '[v]itest'`;
      expect(await attacker.says(script)).toBe("");
    },
  },
  {
    name: "keys of the kernel, and those of others",
    async run({ attacker, neighbour }) {
      // add_key(2) until the quota of this lab's own users: the neighbour's is another.
      const add = (count: number) => `perl -e '
        my ($n, $type, $text) = (0, "user", "x" x 100);
        for (1..${count}) { my $key = "cle$_"; $n++ if syscall(248, $type, $key, $text, 100, -4) >= 0 }
        print $n'`;
      expect(Number(await attacker.says(add(5_000)))).toBeLessThan(1_000);
      expect(await neighbour.says(add(20))).toBe("20");
    },
  },
];

async function valueOf(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}
