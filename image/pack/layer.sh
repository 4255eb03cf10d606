#!/bin/sh
# Packs a tree, or what was written in it after STAMP was, as the archive of one layer of a Docker image.
# usage: layer.sh TREE OUT.tar [STAMP]
# https://github.com/moby/docker-image-spec/blob/main/v1.2.md#image-json-field-descriptions
set -eu
excludes=$(cd "$(dirname "$0")" && pwd)/excludes
tree=$1 out=$2 stamp=${3-}
pack() {
  tar -C "$tree" --one-file-system --numeric-owner --anchored --exclude-from="$excludes" -cf "$out" "$@"
}
if [ -z "$stamp" ]; then
  pack --sort=name .
else
  # When its inode changed cannot be set back, as its date can.
  (cd "$tree" && find . -xdev -cnewer "$stamp" -print0 | sort -z) | pack --no-recursion --null -T -
fi
