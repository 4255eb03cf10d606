#!/bin/sh
# Packs a tree as an archive for `docker load`, without any Docker: one layer, its config, a manifest.
# usage: docker.sh TREE NAME:TAG COMMAND OUT.tar
# https://github.com/moby/docker-image-spec/blob/main/v1.2.md
set -eu
excludes=$(cd "$(dirname "$0")" && pwd)/excludes
tree=$1 name=$2 command=$3 out=$4
work=$out.work
mkdir -p "$work/layer"
tar -C "$tree" --one-file-system --numeric-owner --sort=name --anchored --exclude-from="$excludes" \
  -cf "$work/layer/layer.tar" .
layer=$(sha256sum "$work/layer/layer.tar" | cut -d' ' -f1)
cat > "$work/config.json" <<JSON
{"architecture": "$(dpkg --print-architecture)", "os": "linux", "created": "$(date -u +%FT%TZ)",
 "config": {"Cmd": ["$command"], "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$layer"]}}
JSON
printf '[{"Config": "config.json", "RepoTags": ["%s"], "Layers": ["layer/layer.tar"]}]' "$name" > "$work/manifest.json"
tar -C "$work" --owner=0 --group=0 -cf "$out" manifest.json config.json layer/layer.tar
rm -r "$work"
