#!/bin/sh
# The images that a student finds in the lab, so that no lesson needs the Internet.
# usage: nested.sh base|system|lab ROOT OUT: called after each stage, with the tree as it is then.
set -eu
pack=$(cd "$(dirname "$0")" && pwd)
stage=$1 root=$2 out=$3
mkdir -p "$out/docker" "$out/lxd"
case $stage in
  base) "$pack/docker.sh" "$root" debian:latest bash "$out/docker/debian.tar" ;;
  system) "$pack/lxd.sh" "$root" Debian bookworm "$out/lxd/debian.tar.zst" ;;
  lab)
    "$pack/busybox.sh" "$root/usr/bin/busybox" "$out.busybox"
    "$pack/docker.sh" "$out.busybox" busybox:latest sh "$out/docker/busybox.tar"
    "$pack/lxd.sh" "$out.busybox" BusyBox static "$out/lxd/busybox.tar.zst"
    rm -r "$out.busybox"
    mkdir -p "$root/usr/share/atelier"
    cp -r --no-preserve=ownership "$out" "$root/usr/share/atelier/images"
    rm -r "$out"
    ;;
esac
