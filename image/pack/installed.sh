#!/bin/sh
# Packs as a layer what packages add to a tree, which stays as it is. Standard input is a script that is run with them.
# usage: installed.sh TREE OUT.tar PACKAGE…
set -eu
pack=$(cd "$(dirname "$0")" && pwd)
tree=$1 out=$2 copy=$2.tree
shift 2
cp -ax "$tree" "$copy"
[ -c "$copy/dev/null" ] || { rm -f "$copy/dev/null" && mknod -m 666 "$copy/dev/null" c 1 3; }
touch "$out.stamp"
chroot "$copy" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends \
  -o Dpkg::Options::=--force-unsafe-io -o Dpkg::Use-Pty=0 "$@" > /dev/null
chroot "$copy" /bin/sh -eu
"$pack/layer.sh" "$copy" "$out" "$out.stamp"
rm -r "$copy" "$out.stamp"
