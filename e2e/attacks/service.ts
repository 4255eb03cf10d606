import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { getInstance } from "../../server/lxd/instances.ts";
import { PreviewClient } from "../client/previewClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import type { Attack, Scene } from "./attack.ts";

/** Requests that one student sends at once. */
const REQUESTS = 200;

/** The server still answers anybody. */
async function serves({ url }: Scene): Promise<void> {
  expect((await fetch(`${url}/api/health`)).status).toBe(200);
}

/** Something that answers each request with an endless stream. */
const ENDLESS = `
import http.server

class Endless(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)

http.server.ThreadingHTTPServer(("127.0.0.1", 9000), Endless).serve_forever()
`;

/** A program that writes for ever, whatever it is asked, and minds no signal. */
const FLOOD = `#!/usr/bin/perl
$SIG{TERM} = "IGNORE"; syswrite STDOUT, "y" x 65536 while 1;`;

/** What goes against the server itself, and what it runs in the lab. */
export const SERVICE: Attack[] = [
  {
    name: "killing the keeper of its own terminal, again and again",
    async run(scene) {
      const { attacker, seconds } = scene;
      const terminal = await TerminalClient.open(attacker.person, attacker.id);
      await terminal.see(/\$ /);
      const kill =
        "for i in $(seq 10); do pkill -KILL dtach; pkill -KILL -u etudiant; sleep 0.1; done";
      await attacker.root(kill, seconds + 10);
      terminal.socket.terminate();
      // The next shell is there as for anybody else.
      const again = await TerminalClient.open(attacker.person, attacker.id, { name: "suite" });
      await again.see(/\$ /);
      again.type("echo re-$((40+2))\r");
      await again.see(/re-42/);
      await again.close();
      await serves(scene);
    },
  },
  {
    name: "a flood in several terminals that nobody reads",
    async run(scene) {
      const { attacker, seconds } = scene;
      const names = ["flot-1", "flot-2", "flot-3"];
      const terminals = await Promise.all(
        names.map((name) => TerminalClient.open(attacker.person, attacker.id, { name })),
      );
      for (const terminal of terminals) {
        await terminal.see(/\$ /);
        terminal.type("yes\r");
        terminal.socket.pause();
      }
      await delay(seconds * 1000);
      for (const terminal of terminals) terminal.socket.terminate();
      await attacker.root("pkill -KILL yes");
      await serves(scene);
    },
  },
  {
    name: "a flood of marks that ask for checks",
    async run(scene) {
      const { attacker, seconds } = scene;
      const terminal = await TerminalClient.open(attacker.person, attacker.id, { name: "suite" });
      await terminal.see(/\$ /);
      terminal.type(
        `timeout ${seconds} sh -c "while :; do printf '\\033]133;D;0\\007'; done"; echo fi''ni\r`,
      );
      await terminal.see(/fini/, { timeout: 60_000 });
      await terminal.close();
      // One check at a time: whoever comes after the flood does not wait for thousands.
      const { state } = await attacker.person.check(attacker.id, "toucher");
      expect(state).toBe("todo");
      await serves(scene);
    },
  },
  {
    name: "a flood of requests",
    async run(scene) {
      const { attacker } = scene;
      const paths = [`/api/labs/${attacker.id}`, `/api/labs/${attacker.id}/ports`, "/api/health"];
      const answers = await Promise.allSettled(
        Array.from({ length: REQUESTS }, (_, i) =>
          i % 4 === 3
            ? attacker.person.check(attacker.id, "toucher")
            : attacker.person.request("GET", paths[i % 3] ?? ""),
        ),
      );
      expect(answers).toHaveLength(REQUESTS);
      await serves(scene);
    },
  },
  {
    name: "a flood instead of the programs that checks are run with",
    ruins: true,
    async run(scene) {
      const { attacker } = scene;
      const { person, lxd, id } = attacker;
      await attacker.root(`cd /usr/bin && printf '%s\\n' '${FLOOD}' > flood && chmod +x flood
        cp flood flood2 && mv flood timeout && mv flood2 bash`);
      for (let times = 0; times < 3; times++) {
        const { state, message } = await person.check(id, "toucher");
        expect(state).toBe("todo");
        expect(message?.length).toBeLessThan(1000);
      }
      // What LXD records is a file of the host, on no quota.
      expect(await lxd.get<string[]>(`/1.0/instances/${id}/logs`)).not.toContainEqual(
        expect.stringContaining("exec_"),
      );
      await serves(scene);
    },
  },
  {
    name: "a preview that never ends, asked for many times",
    async run(scene) {
      const { attacker, seconds } = scene;
      await attacker.root(`setsid python3 -c '${ENDLESS}' >/dev/null 2>&1 < /dev/null &
        timeout 10 bash -c 'until ss -ltnH | grep -q :9000; do sleep 0.1; done'`);
      const preview = await PreviewClient.open(attacker.person, attacker.id, 9000).catch(
        () => undefined,
      );
      const stop = new AbortController();
      const asked = Array.from({ length: 40 }, () =>
        fetch(`${scene.url}/`, {
          headers: { host: preview?.host ?? "", cookie: preview?.cookie ?? "" },
          signal: stop.signal,
        }).catch(() => undefined),
      );
      await delay(seconds * 1000);
      await serves(scene);
      stop.abort();
      await Promise.all(asked);
      await attacker.root("pkill -KILL python3");
    },
  },
  {
    name: "the daemon's own socket in the lab",
    async run({ attacker }) {
      const { lxd, id } = attacker;
      const before = await getInstance(lxd, id);
      const ask = (method: string, path: string, body = "") =>
        attacker.says(
          `curl -s -o /dev/null -w '%{http_code}' --max-time 5 --unix-socket "$(ls /dev/{lxd,incus}/sock 2>/dev/null)" -X ${method} ${body && `-d '${body}'`} http://lxd${path}`,
        );
      // LXD 5.0 answers any method as if it were GET: what counts is that nothing is written.
      const expires = JSON.stringify({ "user.atelier.expires": "9999999999999" });
      await ask("PUT", "/1.0/config/user.atelier.expires", expires);
      await ask("PATCH", "/1.0/config", expires);
      for (const path of ["/1.0/instances", "/1.0/config/limits.memory", "/1.0/images/x/export"])
        expect(Number(await ask("GET", path)), path).toBeGreaterThanOrEqual(400);
      expect((await getInstance(lxd, id))?.config).toEqual(before?.config);
    },
  },
];
