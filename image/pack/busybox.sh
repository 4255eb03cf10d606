#!/bin/sh
# Makes a tree of one static busybox: boots as an LXD container, and serves `docker run` as well.
# usage: busybox.sh BUSYBOX TREE
set -eu
busybox=$1 tree=$2
mkdir -p "$tree"/bin "$tree"/sbin "$tree"/etc "$tree"/dev "$tree"/proc "$tree"/sys "$tree"/run "$tree"/root "$tree"/usr/bin "$tree"/usr/sbin
mkdir -m 1777 "$tree/tmp"
cp "$busybox" "$tree/bin/busybox"
"$busybox" --list-full | while read -r applet; do
  case $applet in bin/busybox) ;; *) ln -s /bin/busybox "$tree/$applet" ;; esac
done
echo 'root:x:0:0:root:/root:/bin/sh' > "$tree/etc/passwd"
echo 'root:x:0:' > "$tree/etc/group"
echo 'root::::::::' > "$tree/etc/shadow"
: > "$tree/etc/resolv.conf"
cat > "$tree/etc/inittab" <<'INITTAB'
::sysinit:/bin/hostname -F /etc/hostname
::sysinit:/sbin/ip link set lo up
::respawn:/sbin/udhcpc -f -i eth0 -S -s /etc/udhcpc
INITTAB
cat > "$tree/etc/udhcpc" <<'LEASE'
#!/bin/sh
case $1 in
  deconfig) ip link set eth0 up; ip addr flush dev eth0 ;;
  bound | renew)
    ip addr flush dev eth0
    ip addr add "$ip/$mask" dev eth0
    [ -z "$router" ] || ip route replace default via "${router%% *}"
    { [ -z "$domain" ] || echo "search $domain"; for server in $dns; do echo "nameserver $server"; done; } > /etc/resolv.conf ;;
esac
LEASE
chmod +x "$tree/etc/udhcpc"
