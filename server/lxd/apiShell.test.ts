import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { apiShells } from "./apiShell.ts";
import { LxdClient } from "./client.ts";
import type { ShellEnd } from "./shell.ts";

let dir: string;
let daemon: Server;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "atelier-shell-"));
  const metadata = { id: "op", metadata: { fds: { 0: "data", control: "control" } } };
  daemon = createServer((_request, response) => {
    response.end(JSON.stringify({ metadata, operation: "/1.0/operations/op" }));
  });
  daemon.listen(join(dir, "socket"));
  await once(daemon, "listening");
});

afterEach(async () => {
  daemon.closeAllConnections();
  daemon.close();
  await rm(dir, { recursive: true });
});

const options = {
  ...{ instance: "lab", command: ["bash"], environment: {}, user: 0, group: 0, cwd: "/" },
  ...{ cols: 80, rows: 24 },
};

test("a shell that could not be opened is refused, and never said to be lost besides", async () => {
  // The daemon dies between the exec and its sockets.
  daemon.on("upgrade", (_request, socket) => socket.destroy());
  const ends: ShellEnd[] = [];
  const open = apiShells(new LxdClient({ type: "unix", path: join(dir, "socket") }));
  const opening = open(options, { data: () => undefined, exit: (end) => void ends.push(end) });
  await expect(opening).rejects.toThrow();
  // Whoever is told of a loss looks for the shell again: nobody would hold the one it finds.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(ends).toEqual([]);
});
