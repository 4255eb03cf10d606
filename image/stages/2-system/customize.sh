systemctl -q enable systemd-networkd.service resolv-conf.path resolv-conf-first.path
# No console to log in on, nothing to wait for, nothing to fetch.
systemctl -q mask getty@tty1.service console-getty.service container-getty@.service \
  systemd-networkd-wait-online.service systemd-binfmt.service
# Nothing of a machine's hardware, and no disks, are a container's business: without these it boots in half the time.
systemctl -q mask modprobe@.service systemd-modules-load.service systemd-remount-fs.service \
  systemd-network-generator.service systemd-tmpfiles-setup-dev.service systemd-sysusers.service \
  systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-journal-flush.service \
  dev-hugepages.mount dev-mqueue.mount kmod-static-nodes.service systemd-pstore.service \
  systemd-random-seed.service systemd-firstboot.service systemd-machine-id-commit.service \
  systemd-pcrphase.service systemd-pcrphase-sysinit.service systemd-repart.service \
  systemd-initctl.socket systemd-ask-password-console.path systemd-ask-password-wall.path \
  sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
  sys-fs-fuse-connections.mount proc-sys-fs-binfmt_misc.automount systemd-udev-trigger.service
# Nobody is kept from logging in while it boots, and then let in.
ln -s /dev/null /etc/tmpfiles.d/systemd-nologin.conf
systemctl -q mask systemd-user-sessions.service
# Its sockets start it when a device comes: at rest a machine does without its megabyte.
rm /usr/lib/systemd/system/sysinit.target.wants/systemd-udevd.service
# All services have units of their own, and no disk is mounted but by who asks for it.
mkdir /etc/systemd/system-generators
for generator in cryptsetup debug fstab getty gpt-auto hibernate-resume integritysetup rc-local run \
  system-update sysv veritysetup; do
  ln -s /dev/null "/etc/systemd/system-generators/systemd-$generator-generator"
done
# Nobody needs to be guarded from the system's own services here, and walls cost a third of the boot.
for unit in hostnamed journald localed logind networkd sysctl timedated tmpfiles-clean tmpfiles-setup udevd; do
  mkdir -p "/etc/systemd/system/systemd-$unit.service.d"
  ln -s ../../unconfined.conf "/etc/systemd/system/systemd-$unit.service.d/unconfined.conf"
done
# The bus starts it as soon as somebody opens a session.
rm /usr/lib/systemd/system/multi-user.target.wants/systemd-logind.service
systemctl -q disable apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer \
  e2scrub_all.timer e2scrub_reap.service
