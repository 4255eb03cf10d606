#!/bin/sh
# Writes an image of the shelves as `docker save` does: for `docker load`.
# usage: archive.sh IMAGES NAME TAG OUT.tar
set -eu
shelf=$1/v2/library/$2 name=$2:$3 out=$4
# The configuration first, then the layers.
set -- $(grep -o 'sha256:[0-9a-f]*' "$shelf/manifests/$3")
config=$1
shift
layers=$(printf ', "%s"' "$@")
printf '[{"Config": "%s", "RepoTags": ["%s"], "Layers": [%s]}]' "$config" "$name" "${layers#, }" > "$shelf/blobs/manifest.json"
tar -C "$shelf/blobs" --owner=0 --group=0 --force-local --hard-dereference -cf "$out" manifest.json "$config" "$@"
rm "$shelf/blobs/manifest.json"
