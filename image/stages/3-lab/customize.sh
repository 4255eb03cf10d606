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
cp /etc/skel/.bashrc /root/.bashrc
# .bashrc loads it when it is first needed.
rm -f /etc/profile.d/bash_completion.sh
: > /home/etudiant/.hushlogin

# A lab at rest is small: the heavy daemons start when their socket is first spoken to.
systemctl -q enable lab-cgroup1.service docker.socket lxd.socket
systemctl -q disable docker.service containerd.service lxd-containers.service lxc.service \
  lxc-monitord.service lxc-net.service man-db.timer
