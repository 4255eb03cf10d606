#!/bin/sh
# Runs a command on a machine whose network is cut: in a network namespace of its own, in which there is nothing but
# the loopback. Needs root. What the command needs from outside (npm packages, the lab image) must be there already.
# usage: e2e/course/cut.sh npm run course
set -eu
if [ "${1:-}" != --inside ]; then exec unshare --net --mount "$0" --inside "$@"; fi
shift
ip link set lo up
# LXD reads its bridges below /sys, which shows the network namespace that mounted it; control groups are kept.
kept=$(mktemp -d)
mount --rbind /sys/fs/cgroup "$kept"
mount -t sysfs sysfs /sys
mount --rbind "$kept" /sys/fs/cgroup
umount --lazy "$kept"
rmdir "$kept"
[ "$(ls /sys/class/net)" = lo ] || { echo "le réseau n’est pas coupé : $(ls /sys/class/net)" >&2; exit 1; }
exec "$@"
