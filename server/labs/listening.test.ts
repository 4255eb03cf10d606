import { expect, test } from "vitest";
import { parseListening } from "./listening.ts";

test("reads what ss tells, one entry a port, without name services and the mirror", () => {
  const output = [
    'LISTEN 0      4096         0.0.0.0:8080      0.0.0.0:*    users:(("docker-proxy",pid=812,fd=4))',
    'LISTEN 0      4096            [::]:8080         [::]:*    users:(("docker-proxy",pid=818,fd=4))',
    'LISTEN 0      4096   127.0.0.53%lo:53        0.0.0.0:*    users:(("systemd-resolve",pid=90,fd=14))',
    'LISTEN 0      32     10.88.132.1:53        0.0.0.0:*    users:(("dnsmasq",pid=401,fd=9))',
    'LISTEN 0      9          127.0.0.1:3000      0.0.0.0:*    users:(("busybox",pid=152,fd=3),("sh",pid=1,fd=3))',
    "LISTEN 0      4096               *:8443            *:*",
    'LISTEN 0      4096       169.254.40.1:4080        0.0.0.0:*    users:(("systemd",pid=1,fd=38))',
    "",
  ].join("\n");
  expect(parseListening(output)).toEqual([
    { port: 3000, address: "127.0.0.1", process: "busybox" },
    { port: 8080, address: "0.0.0.0", process: "docker-proxy" },
    { port: 8443, address: "*", process: "" },
  ]);
});

test("nothing listens", () => expect(parseListening("")).toEqual([]));
