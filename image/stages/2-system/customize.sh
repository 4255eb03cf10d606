systemctl -q enable systemd-networkd.service resolv-conf.path
# No console to log in on, nothing to wait for, nothing to fetch.
systemctl -q mask getty@tty1.service console-getty.service container-getty@.service \
  systemd-networkd-wait-online.service systemd-binfmt.service
systemctl -q disable apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer \
  e2scrub_all.timer e2scrub_reap.service
