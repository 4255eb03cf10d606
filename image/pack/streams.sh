#!/bin/sh
# Describes LXD images to those who ask an image server for them; the images stay the files that they are.
# usage: streams.sh IMAGES, with lines "FILE OS RELEASE ALIAS[,ALIAS…]" on standard input, FILE relative to IMAGES
# https://documentation.ubuntu.com/lxd/latest/reference/image_servers/
set -eu
cd "$1"
mkdir -p streams/v1
arch=$(dpkg --print-architecture)
products='' names=''
while read -r file os release aliases; do
  name=${aliases%%,*}
  name=$(echo "$name" | tr / :):$arch:default
  names="$names${names:+, }\"$name\""
  products="$products${products:+,
}\"$name\": {\"aliases\": \"$aliases\", \"arch\": \"$arch\", \"os\": \"$os\", \"release\": \"$release\",
  \"release_title\": \"$release\", \"variant\": \"default\", \"versions\": {\"$(date -u +%Y%m%d_%H:%M)\": {\"items\": {
  \"lxd_combined.tar.gz\": {\"ftype\": \"lxd_combined.tar.gz\", \"path\": \"$file\",
    \"size\": $(stat -c %s "$file"), \"sha256\": \"$(sha256sum "$file" | cut -d' ' -f1)\"}}}}}"
done
printf '{"content_id": "images", "datatype": "image-downloads", "format": "products:1.0", "products": {\n%s}}\n' \
  "$products" > streams/v1/images.json
printf '{"format": "index:1.0", "index": {"images": {"datatype": "image-downloads", "format": "products:1.0",
  "path": "streams/v1/images.json", "products": [%s]}}}\n' "$names" > streams/v1/index.json
