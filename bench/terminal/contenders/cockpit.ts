import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { WebSocket } from "ws";
import { startChild } from "../child.ts";
import type { Contender, Session } from "../contender.ts";
import { debianPeer } from "../peers.ts";
import { Screen } from "../screen.ts";

const PROGRAM = "usr/lib/cockpit/cockpit-ws";
const BRIDGE = "usr/bin/cockpit-bridge";
/** The first is where the program is; the libraries are those that a server without a desktop may lack. */
const PACKAGES = [
  ...["cockpit-ws", "cockpit-bridge", "libjson-glib-1.0-0", "libssh-4"],
  ...["libpolkit-agent-1-0", "libpolkit-gobject-1-0"],
];
/** How long a shell may take to end when it is told to (ms). */
const EXIT_PATIENCE = 5_000;

/**
 * cockpit's web server and bridge, as its terminal page speaks to them. Instead of the login through PAM, which
 * would ask for a user with a password on this machine, it starts the bridge at once; all its terminals are
 * those of one person who has logged in before.
 * @see https://github.com/cockpit-project/cockpit/blob/main/doc/protocol.md
 */
export const COCKPIT: Contender = {
  name: "cockpit",
  label: "cockpit",
  async start(ground) {
    const { root, env } = await debianPeer(ground.peersDir, PROGRAM, PACKAGES);
    const config = await writeConfig(join(ground.peersDir, "cockpit-config"), join(root, BRIDGE));
    const server = await startChild(
      (port) => [join(root, PROGRAM), "--no-tls", "-a", "127.0.0.1", "-p", String(port)],
      { ...env, XDG_CONFIG_DIRS: config },
    );
    const cookie = await logIn(server.port);
    return {
      pid: server.pid,
      stop: () => server.stop(),
      open: () => openSession(server.port, cookie, ground.enter),
    };
  },
};

/** A configuration in which any login starts the bridge, as the login's program does at its end. */
async function writeConfig(dir: string, bridge: string): Promise<string> {
  const login = join(dir, "login");
  await mkdir(join(dir, "cockpit"), { recursive: true });
  await writeFile(join(dir, "cockpit/cockpit.conf"), `[Basic]\nCommand = ${login}\n`);
  await writeFile(login, `#!/bin/sh\nexec '${bridge}'\n`, { mode: 0o755 });
  return dir;
}

async function logIn(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/cockpit/login`, {
    headers: { authorization: `Basic ${btoa("bench:bench")}` },
  });
  const [cookie] = response.headers.getSetCookie();
  if (!response.ok || !cookie) throw new Error(`cockpit refuse la connexion (${response.status})`);
  return cookie.split(";")[0] as string;
}

async function openSession(port: number, cookie: string, command: string): Promise<Session> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/cockpit/socket`, "cockpit1", {
    origin: `http://127.0.0.1:${port}`,
    headers: { cookie },
    perMessageDeflate: false,
  });
  const screen = new Screen();
  const control = (message: object) => socket.send(`\n${JSON.stringify(message)}`);
  let channel = "";
  const ready = Promise.withResolvers<void>();
  socket.on("message", (data: Buffer) => {
    if (data[0] !== 0x0a) return screen.push(data.subarray(channel.length + 1));
    const message = JSON.parse(data.toString()) as Control;
    if (message.command === "init") {
      // Names must differ between the connections of one login: the seed sees to it.
      channel = `${message["channel-seed"] ?? ""}1`;
      control({ command: "init", version: 1 });
      control({ ...OPEN, channel, spawn: [command] });
    }
    if (message.command === "ready") ready.resolve();
    // Its flow control: what was read is acknowledged when it is asked for.
    if (message.command === "ping") control({ ...message, command: "pong" });
    if (message.command === "close" && message.channel === channel) screen.end("fermé");
  });
  socket.on("close", (code) => {
    screen.end(String(code));
    ready.reject(new Error(`cockpit a fermé la connexion (${code})`));
  });
  await once(socket, "open");
  await ready.promise;
  return {
    screen,
    type: (text) => socket.send(Buffer.from(`${channel}\n${text}`)),
    stall: () => socket.pause(),
    resume: () => socket.resume(),
    async close() {
      if (screen.over === undefined) socket.send(Buffer.from(`${channel}\n\u0015exit\r`));
      await screen.closed(EXIT_PATIENCE);
      socket.close();
    },
  };
}

interface Control {
  command: string;
  channel?: string;
  "channel-seed"?: string;
}

/** How its terminal page opens a shell. */
const OPEN = {
  command: "open",
  payload: "stream",
  pty: true,
  binary: "raw",
  "flow-control": true,
  environ: ["TERM=xterm-256color"],
  window: { cols: 80, rows: 24 },
};
