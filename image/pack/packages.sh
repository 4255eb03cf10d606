#!/bin/sh
# Makes an archive for apt: packages and all that they need beside what the tree has.
# usage: packages.sh TREE OUT PACKAGE…
# https://wiki.debian.org/DebianRepository/Format#Flat_Repository_Format
set -eu
tree=$1 out=$2
shift 2
mkdir -p "$tree/tmp/packages/partial"
chroot "$tree" apt-get install -qq --no-install-recommends --download-only -o Dpkg::Use-Pty=0 \
  -o Dir::Cache::archives=/tmp/packages/ "$@" > /dev/null
mkdir -p "$out"
mv "$tree"/tmp/packages/*.deb "$out/"
rm -r "$tree/tmp/packages"
cd "$out"
for package in *.deb; do
  # As in Debian's own pool, names go without epochs: their colon would be quoted twice on its way.
  plain=$(echo "$package" | sed 's/_[0-9]*%3a/_/')
  [ "$plain" = "$package" ] || mv "$package" "$plain"
done
for package in *.deb; do
  dpkg-deb -f "$package"
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' \
    "$package" "$(stat -c %s "$package")" "$(sha256sum "$package" | cut -d' ' -f1)"
done > Packages
{
  printf 'Origin: Atelier\nLabel: Atelier\nSuite: bookworm\nDate: %s\nSHA256:\n' "$(date -Ru | sed 's/+0000/UTC/')"
  printf ' %s %s Packages\n' "$(sha256sum Packages | cut -d' ' -f1)" "$(stat -c %s Packages)"
} > Release
