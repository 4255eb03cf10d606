#!/bin/sh
# The images and packages that a student finds in the lab, so that no lesson needs the Internet.
# usage: nested.sh base|system|lab ROOT OUT: called after each stage, with the tree as it is then.
set -eu
pack=$(cd "$(dirname "$0")" && pwd)
stage=$1 root=$2 out=$3 layers=$3.layers
mkdir -p "$out/docker" "$out/lxd" "$layers"
case $stage in
  base)
    # shellcheck disable=SC2046 # one argument a package
    "$pack/packages.sh" "$root" "$out/debian" $(sed 's/#.*//' "$pack/packages")
    "$pack/layer.sh" "$root" "$layers/debian.tar"
    "$pack/docker.sh" "$out" debian 'latest 12 bookworm' '"Cmd": ["bash"]' "$layers/debian.tar"
    "$pack/installed.sh" "$root" "$layers/nginx.tar" nginx-light < "$pack/nginx.sh"
    "$pack/docker.sh" "$out" nginx latest \
      '"Cmd": ["nginx", "-g", "daemon off;"], "ExposedPorts": {"80/tcp": {}}, "StopSignal": "SIGQUIT"' \
      "$layers/debian.tar" "$layers/nginx.tar"
    "$pack/installed.sh" "$root" "$layers/registry.tar" docker-registry < "$pack/registry.sh"
    "$pack/docker.sh" "$out" registry 'latest 2' \
      '"Cmd": ["docker-registry", "serve", "/etc/docker/registry/config.yml"], "ExposedPorts": {"5000/tcp": {}},
       "Volumes": {"/var/lib/registry": {}}' \
      "$layers/debian.tar" "$layers/registry.tar"
    ;;
  system) "$pack/lxd.sh" "$root" Debian bookworm "$out/lxd/debian.tar.zst" ;;
  lab)
    "$pack/busybox.sh" "$root/usr/bin/busybox" "$out.busybox"
    "$pack/layer.sh" "$out.busybox" "$layers/busybox.tar"
    "$pack/docker.sh" "$out" busybox latest '"Cmd": ["sh"]' "$layers/busybox.tar"
    "$pack/archive.sh" "$out" busybox latest "$out/docker/busybox.tar"
    mkdir "$out.hello"
    cat > "$out.hello/bonjour" <<'BONJOUR'

Bonjour de Docker !

Si vous lisez ceci, tout marche : le client a parlé au démon, le démon a pris l’image hello-world
dans un registre, en a fait un conteneur, et vous a renvoyé ce que son programme écrivait.
(Cette image-ci est faite par l’atelier ; celle du Docker Hub dit la même chose en anglais.)

BONJOUR
    "$pack/layer.sh" "$out.hello" "$layers/hello.tar"
    "$pack/docker.sh" "$out" hello-world latest '"Cmd": ["cat", "/bonjour"]' "$layers/busybox.tar" "$layers/hello.tar"
    "$pack/lxd.sh" "$out.busybox" BusyBox static "$out/lxd/busybox.tar.zst"
    "$pack/streams.sh" "$out" <<'STREAMS'
lxd/debian.tar.zst Debian bookworm debian/12,debian/bookworm
lxd/busybox.tar.zst BusyBox static busybox
STREAMS
    echo '{}' > "$out/v2/index.html"
    rm -r "$out.busybox" "$out.hello" "$layers"
    mkdir -p "$root/usr/share/atelier"
    cp -r --preserve=links "$out" "$root/usr/share/atelier/images"
    chmod -R u=rwX,go=rX "$root/usr/share/atelier/images"
    rm -r "$out"
    ;;
esac
