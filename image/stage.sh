#!/bin/sh
# One stage of the lab image, called by mmdebstrap as a hook: packages, then files, then settings.
# usage: stage.sh STAGE ROOT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
stage=$here/stages/$1 root=$2
echo "étape : $1" >&2

packages=$(sed 's/#.*//' "$stage/packages")
# shellcheck disable=SC2086 # one argument a package
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends \
  -o Dpkg::Options::=--force-unsafe-io -o Dpkg::Use-Pty=0 $packages

# Owner and modes are set here: a checkout keeps neither.
tar -C "$stage/overlay" --owner=0 --group=0 --mode='u=rwX,go=rX' -c . | tar -C "$root" -x --no-same-permissions
chroot "$root" /bin/sh -eu < "$stage/customize.sh"
