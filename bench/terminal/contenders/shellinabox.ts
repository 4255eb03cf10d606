import { Agent, request } from "node:http";
import { join } from "node:path";
import { startChild } from "../child.ts";
import type { Contender, Session } from "../contender.ts";
import { debianPeer } from "../peers.ts";
import { Screen } from "../screen.ts";

const PROGRAM = "usr/bin/shellinaboxd";
/** How long a shell may take to end when it is told to (ms). */
const EXIT_PATIENCE = 5_000;

/** shellinabox, over HTTP requests that wait for output, as its page makes them. */
export const SHELLINABOX: Contender = {
  name: "shellinabox",
  label: "shellinabox",
  async start(ground) {
    const { root, env } = await debianPeer(ground.peersDir, PROGRAM, ["shellinabox"]);
    // The service is: user, group, folder, command.
    const service = `/:root:root:/:${ground.enter}`;
    const options = ["--disable-ssl", "--localhost-only", "--no-beep", "--service", service];
    const server = await startChild(
      (port) => [join(root, PROGRAM), "--port", String(port), ...options],
      env,
    );
    return {
      pid: server.pid,
      stop: () => server.stop(),
      open: () => openSession(server.port),
    };
  },
};

async function openSession(port: number): Promise<Session> {
  // One connection waits for output, another one carries keys.
  const agent = new Agent({ keepAlive: true });
  const screen = new Screen();
  const ask = (fields: Record<string, string>) =>
    post(agent, port, { width: "80", height: "24", ...fields });
  const first = await ask({ rooturl: `http://127.0.0.1:${port}/` });
  const { session } = first;
  if (!session) throw new Error("shellinabox n’a pas ouvert de session");
  screen.push(first.data ?? "");
  let stalled: Promise<void> | undefined;
  let wake: () => void = () => undefined;
  const poll = async () => {
    while (screen.over === undefined) {
      await stalled;
      const { data } = await ask({ session });
      if (data) screen.push(data);
    }
  };
  poll().catch((error: Error) => screen.end(error.message));

  // Its page sends keys one request after the other too: they must not overtake each other.
  let sent: Promise<unknown> = Promise.resolve();
  const type = (text: string) => {
    const keys = Buffer.from(text).toString("hex").toUpperCase();
    sent = sent
      .then(() => ask({ session, keys }))
      .catch((error: Error) => screen.end(error.message));
  };
  return {
    screen,
    type,
    stall() {
      stalled = new Promise((resolve) => (wake = resolve));
    },
    resume() {
      stalled = undefined;
      wake();
    },
    async close() {
      type("\u0015exit\r");
      await screen.closed(EXIT_PATIENCE);
      screen.end("fermé");
      agent.destroy();
    },
  };
}

interface Answer {
  session?: string;
  data?: string;
}

/** One request; it may take long. @throws when the session is over: anything but 200. */
function post(agent: Agent, port: number, fields: Record<string, string>): Promise<Answer> {
  const body = new URLSearchParams(fields).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const options = { agent, host: "127.0.0.1", port, method: "POST", path: "/?", headers };
    const call = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode !== 200) return reject(new Error(`HTTP ${response.statusCode}`));
        const text = Buffer.concat(chunks).toString("utf8");
        // Keys are answered with a page of no meaning.
        resolve(text.startsWith("{") ? (JSON.parse(text) as Answer) : {});
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}
