import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testGround } from "./ground.ts";
import { runningCommands } from "./runningCommands.ts";
import { exec } from "../../server/lxd/exec.ts";
import { destroyInstance, launchInstance } from "../../server/lxd/instances.ts";
import { openTunnel, PortRefused } from "../../server/lxd/tunnel.ts";

/** Three services: what it is sent until the end, then its sum; an echo; one that never says anything. */
const SERVICES = `
import hashlib, socketserver, threading, time

class Sum(socketserver.BaseRequestHandler):
    def handle(self):
        digest = hashlib.sha256()
        while chunk := self.request.recv(65536):
            digest.update(chunk)
        self.request.sendall(digest.hexdigest().encode())

class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while chunk := self.request.recv(65536):
            self.request.sendall(chunk)

class Silent(socketserver.BaseRequestHandler):
    def handle(self):
        time.sleep(600)

class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

class Server6(Server):
    address_family = 10

for server in [Server(("127.0.0.1", 7001), Sum), Server6(("::1", 7002), Echo),
               Server(("127.0.0.1", 7003), Silent), Server(("127.0.0.77", 7004), Echo)]:
    threading.Thread(target=server.serve_forever).start()
`;
const SUM = 7001;
const ECHO = 7002;
const SILENT = 7003;
const ELSEWHERE = 7004;

const { lxd, template } = testGround();
const instance = `tunnel-${randomBytes(3).toString("hex")}`;

beforeAll(async () => {
  await launchInstance(lxd, instance, { ...template, config: {} });
  const script = `setsid python3 -c "$0" < /dev/null > /dev/null 2>&1 &
    until ss -ltnH | grep -q :${ELSEWHERE}; do sleep 0.1; done`;
  await exec(lxd, instance, ["timeout", "30", "bash", "-c", script, SERVICES]);
});
afterAll(() => destroyInstance(lxd, instance));

const relays = async () => (await exec(lxd, instance, ["pgrep", "-c", "perl"])).stdout.trim();

/** Nothing is left of any tunnel, on either side. */
async function expectNothingLeft(): Promise<void> {
  await expect.poll(() => runningCommands(instance)).toBe(0);
  await expect.poll(relays).toBe("0");
}

test("half-closes: 10 MB go in, and the answer comes when all is said", async () => {
  const bytes = randomBytes(10_000_000);
  const tunnel = await openTunnel(lxd, instance, SUM);
  tunnel.end(bytes);
  const sum = createHash("sha256").update(bytes).digest("hex");
  expect((await buffer(tunnel)).toString()).toBe(sum);
  await once(tunnel, "close");
  await expectNothingLeft();
});

test("carries 10 MB both ways at once, byte for byte, on the IPv6 loopback", async () => {
  const bytes = randomBytes(10_000_000);
  const tunnel = await openTunnel(lxd, instance, ECHO);
  tunnel.end(bytes);
  // A reader who comes late: what fills up on the way must not tear or block anything.
  await delay(500);
  expect((await buffer(tunnel)).equals(bytes)).toBe(true);
  await expectNothingLeft();
});

test("finds what listens on one address alone", async () => {
  const tunnel = await openTunnel(lxd, instance, ELSEWHERE);
  tunnel.end("ici");
  expect((await buffer(tunnel)).toString()).toBe("ici");
});

test("says when nothing listens", async () => {
  await expect(openTunnel(lxd, instance, 7999)).rejects.toThrow(PortRefused);
  await expectNothingLeft();
});

test("destroyed, idle or in the middle of a flood, it leaves nothing", async () => {
  const tunnels = await Promise.all([1, 2, 3].map(() => openTunnel(lxd, instance, SILENT)));
  const flood = await openTunnel(lxd, instance, ECHO);
  flood.write(randomBytes(4_000_000));
  await once(flood, "readable");
  for (const tunnel of [...tunnels, flood]) tunnel.destroy();
  await Promise.all([...tunnels, flood].map((tunnel) => once(tunnel, "close")));
  await expectNothingLeft();
});

test("tells when it was idle for too long", async () => {
  const tunnel = await openTunnel(lxd, instance, SILENT);
  tunnel.setTimeout(50);
  await once(tunnel, "timeout");
  tunnel.destroy();
  await once(tunnel, "close");
});
