import type { ProbeReading } from "../../protocol-probes.ts";

/**
 * `describe TOOL NAME PID` prints what a process lives in, or nothing when it is not there. Limits are those of its
 * own control group, in either version of control groups, as files of the kernel write them.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html
 */
const DESCRIBE = `
group_of() { # PID CONTROLLER: the folder of its control group
  local path
  path=$(awk -F: -v c="$2" '$2 ~ "(^|,)" c "(,|$)" { print $3; exit }' "/proc/$1/cgroup")
  if [ -n "$path" ]; then
    find /sys/fs/cgroup -maxdepth 1 \\( -name "$2" -o -name "$2,*" -o -name "*,$2" \\) -print -quit | sed "s|$|$path|"
  else
    awk -F: '$1 == 0 { print "/sys/fs/cgroup" $3; exit }' "/proc/$1/cgroup"
  fi
}
describe() { # TOOL NAME PID
  local tool=$1 name=$2 pid=$3 pids memory cpu
  [ "\${pid:-0}" -gt 0 ] 2> /dev/null && [ -e "/proc/$pid/ns/pid" ] || return 0
  pids=$(group_of "$pid" pids) memory=$(group_of "$pid" memory) cpu=$(group_of "$pid" cpu)
  local kinds; kinds=$(for ns in pid net mnt uts ipc user cgroup; do readlink "/proc/$pid/ns/$ns"; done)
  jq -nc --arg tool "$tool" --arg name "$name" --arg kinds "$kinds" \\
    --arg cgroup "$(awk -F: '$2 ~ /(^|,)pids(,|$)/ { v1 = $3 } $1 == 0 { v2 = $3 } END { print (v1 ? v1 : v2) }' "/proc/$pid/cgroup")" \\
    --arg processes "$(cat "$pids/pids.max" 2> /dev/null)" \\
    --arg memory "$(cat "$memory/memory.limit_in_bytes" "$memory/memory.max" 2> /dev/null | head -n 1)" \\
    --arg cpu "$(cat "$cpu/cpu.max" 2> /dev/null || paste -d ' ' "$cpu/cpu.cfs_quota_us" "$cpu/cpu.cfs_period_us" 2> /dev/null)" \\
    --arg root "$(awk '$2 == "/" { type = $3 } END { print type }' "/proc/$pid/mounts")" \\
    --argjson mounts "$(wc -l < "/proc/$pid/mounts")" '
    # No limit is "max", -1, or a number of pages that no machine has.
    def number: (tonumber? // null) | if . == null or . < 0 or . > 9e15 then null else . end;
    { $tool, $name, $cgroup, $root, $mounts,
      namespaces: [$kinds | scan("([a-z_]+):\\\\[([0-9]+)\\\\]") | { (.[0]): (.[1] | tonumber) }] | add,
      limits: {
        processes: ($processes | number),
        memory: ($memory | number),
        cpu: ($cpu | split(" ") | (.[0] // "" | number) as $quota | (.[1] // "" | number) as $period
          | if $quota and $period then $quota / $period else null end)
      } }'
}
`;

/** What a probe's script may call, by its shape. */
export const PRELUDES: Readonly<Record<ProbeReading["shape"], string>> = {
  durations: "",
  containers: DESCRIBE,
};
