systemctl -q enable systemd-networkd.service resolv-conf.path
# No console to log in on, nothing to wait for, nothing to fetch.
systemctl -q mask getty@tty1.service console-getty.service container-getty@.service \
  systemd-networkd-wait-online.service systemd-binfmt.service
# Nothing of a machine's hardware, and no disks, are a container's business: without these it boots in half the time.
systemctl -q mask modprobe@.service systemd-modules-load.service systemd-remount-fs.service \
  systemd-network-generator.service systemd-tmpfiles-setup-dev.service systemd-sysusers.service \
  systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-journal-flush.service \
  dev-hugepages.mount dev-mqueue.mount
systemctl -q disable apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer \
  e2scrub_all.timer e2scrub_reap.service
