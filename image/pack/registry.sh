# As the image that everybody knows: no password, one folder, names may be deleted.
cat > /etc/docker/registry/config.yml <<'YAML'
version: 0.1
storage:
  filesystem: { rootdirectory: /var/lib/registry }
  delete: { enabled: true }
http: { addr: ":5000" }
YAML
rm -rf /var/lib/docker-registry
