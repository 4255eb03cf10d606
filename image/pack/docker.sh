#!/bin/sh
# Puts an image on the shelves of a registry that only hands out files, without any Docker. A layer that several
# images have is packed once.
# usage: docker.sh IMAGES NAME 'TAG…' CONFIG LAYER.tar…
# CONFIG: members of the image's `config`, as JSON.
# https://github.com/moby/docker-image-spec/blob/main/v1.2.md
# https://distribution.github.io/distribution/spec/manifest-v2-2/
set -eu
shelf=$1/v2/library/$2 tags=$3 config=$4
shift 4
type=application/vnd.docker
mkdir -p "$shelf/blobs" "$shelf/manifests"

digest() { echo "sha256:$(sha256sum "$1" | cut -d' ' -f1)"; }
# One more name for the file, and what a manifest says of it.
blob() {
  ln -f "$2" "$shelf/blobs/$(digest "$2")"
  printf '{"mediaType": "%s", "size": %s, "digest": "%s"}' "$1" "$(stat -c %s "$2")" "$(digest "$2")"
}

layers='' contents=''
for layer in "$@"; do
  [ -e "$layer.gz" ] || gzip -n -k "$layer"
  layers="$layers${layers:+, }$(blob $type.image.rootfs.diff.tar.gzip "$layer.gz")"
  contents="$contents${contents:+, }\"$(digest "$layer")\""
done

config_file=$shelf/config.json manifest=$shelf/manifest.json
cat > "$config_file" <<JSON
{"architecture": "$(dpkg --print-architecture)", "os": "linux", "created": "$(date -u +%FT%TZ)",
 "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], $config},
 "rootfs": {"type": "layers", "diff_ids": [$contents]}}
JSON
config_blob=$(blob $type.container.image.v1+json "$config_file")
cat > "$manifest" <<JSON
{"schemaVersion": 2, "mediaType": "$type.distribution.manifest.v2+json",
 "config": $config_blob, "layers": [$layers]}
JSON
for reference in $tags "$(digest "$manifest")"; do
  ln "$manifest" "$shelf/manifests/$reference"
done
rm "$config_file" "$manifest"
