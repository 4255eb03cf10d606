echo 'fr_FR.UTF-8 UTF-8' > /etc/locale.gen
locale-gen > /dev/null
# Of Python: what docker-compose runs on. Its own installation wants all of it to be there once.
for module in lib2to3 test idlelib ensurepip pydoc_data turtledemo wsgiref; do
  rm -rf /usr/lib/python3.*/$module
done
# What only those read who build packages against these.
rm -f /var/lib/dpkg/info/*.shlibs /var/lib/dpkg/info/*.symbols
# What locales are made of: this one is made.
rm -rf /usr/share/i18n/locales /usr/share/i18n/charmaps
echo 'LANG=fr_FR.UTF-8' > /etc/default/locale
echo 'LANG=fr_FR.UTF-8' > /etc/locale.conf
ln -sf /usr/share/zoneinfo/Europe/Paris /etc/localtime

chmod 0440 /etc/sudoers.d/etudiant
useradd --create-home --shell /bin/bash --groups sudo,lxd,docker etudiant
# Fits the smallest map that a lab is given (131072 ids); Debian's own range would not.
printf 'root:65536:65536\netudiant:65536:65536\n' > /etc/subuid
cp /etc/subuid /etc/subgid
cp -r /etc/skel/. /root/
# .bashrc loads it when it is first needed.
rm -f /etc/profile.d/bash_completion.sh
: > /home/etudiant/.hushlogin

# A lab at rest is small: the heavy daemons start when their socket is first spoken to.
systemctl -q enable lab-cgroup1.service docker.socket lxd.socket
systemctl -q disable docker.service containerd.service lxd-containers.service lxc.service \
  lxc-monitord.service lxc-net.service man-db.timer

# LXD takes images over HTTPS only: the mirror gets a certificate for its one name, from an authority whose key is
# thrown away at once, so that what every lab trusts can vouch for nothing else.
keys=$(mktemp -d)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj '/CN=Atelier' \
  -keyout "$keys/authority.key" -out /usr/local/share/ca-certificates/atelier.crt 2> /dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=images.atelier' \
  -keyout "$keys/key" -out "$keys/request" 2> /dev/null
echo 'subjectAltName=DNS:images.atelier' > "$keys/names"
openssl x509 -req -in "$keys/request" -days 3650 -extfile "$keys/names" -CAcreateserial \
  -CA /usr/local/share/ca-certificates/atelier.crt -CAkey "$keys/authority.key" -out "$keys/certificate" 2> /dev/null
install -m 0640 -g www-data /dev/null /etc/atelier/mirror.pem
cat "$keys/key" "$keys/certificate" > /etc/atelier/mirror.pem
rm -r "$keys"
update-ca-certificates > /dev/null
systemctl -q enable lab-mirror.socket
