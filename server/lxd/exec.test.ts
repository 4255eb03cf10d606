import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LxdClient } from "./client.ts";
import { exec } from "./exec.ts";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** Frames as LXD sends them: a ping on each new socket, an output's bytes, and that all was sent. */
const PING = Buffer.from([0x89, 0x00]);
const HI = Buffer.from([0x82, 0x03, ...Buffer.from("hi\n")]);
const BARRIER = Buffer.from([0x81, 0x00]);

let dir: string;
let daemon: Server;
const sockets = new Map<string, Socket>();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "atelier-exec-"));
  const fds = { 0: "0", 1: "1", 2: "2", control: "control" };
  daemon = createServer(({ method }, response) => {
    const metadata =
      method === "POST"
        ? { id: "op", metadata: { fds } }
        : { id: "op", status_code: 200, metadata: { return: 0 } };
    response.end(JSON.stringify({ type: "sync", metadata, operation: "/1.0/operations/op" }));
  });
  daemon.on("upgrade", (request, socket: Socket) => {
    const key = request.headers["sec-websocket-key"] ?? "";
    const accept = createHash("sha1")
      .update(key + GUID)
      .digest("base64");
    socket.on("error", () => undefined);
    const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
    const answer = `${[...head, `Sec-WebSocket-Accept: ${accept}`].join("\r\n")}\r\n\r\n`;
    socket.write(Buffer.concat([Buffer.from(answer), PING]));
    sockets.set(new URL(request.url ?? "", "http://lxd").searchParams.get("secret") ?? "", socket);
  });
  daemon.listen(join(dir, "socket"));
  await once(daemon, "listening");
});

afterEach(async () => {
  daemon.closeAllConnections();
  for (const socket of sockets.values()) socket.destroy();
  daemon.close();
  await rm(dir, { recursive: true });
});

test("what a command said before LXD closed its sockets is whole, however late it is read", async () => {
  const client = new LxdClient({ type: "unix", path: join(dir, "socket") });
  const open = client.websocket.bind(client);
  client.websocket = (path, query = {}, options) => {
    const socket = open(path, query, options);
    // The command is over by the time that the ping is looked at.
    socket.on("upgrade", () => {
      const { secret = "" } = query;
      if (secret === "1") sockets.get(secret)?.write(HI);
      if (secret === "1" || secret === "2") sockets.get(secret)?.write(BARRIER);
      sockets.get(secret)?.destroy();
    });
    return socket;
  };
  expect(await exec(client, "lab", ["echo", "hi"])).toEqual({
    code: 0,
    stdout: "hi\n",
    stderr: "",
  });
});
