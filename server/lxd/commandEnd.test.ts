import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LxdClient } from "./client.ts";
import { waitCommand } from "./commandEnd.ts";

let dir: string;
let daemon: Server;
let client: LxdClient;
/** What the daemon says of the operation while it is waited for, and afterwards. */
let waited: object;
let afterwards: object;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "atelier-exec-"));
  daemon = createServer(({ url = "" }, response) => {
    response.end(JSON.stringify(url.includes("/wait") ? waited : afterwards));
  });
  daemon.listen(join(dir, "socket"));
  await once(daemon, "listening");
  client = new LxdClient({ type: "unix", path: join(dir, "socket") });
});

afterEach(async () => {
  daemon.closeAllConnections();
  daemon.close();
  await rm(dir, { recursive: true });
});

/** Incus has answered 200 before it knows. */
const failed = (error: string) => ({ type: "error", error_code: 400, error, metadata: null });
const operation = (metadata: object | null) => ({
  type: "sync",
  error_code: 0,
  metadata: { status_code: 400, metadata },
});

test("a command that ends with 127 has a status and an output, whatever the daemon calls it", async () => {
  waited = failed("Command not found");
  afterwards = operation({ return: 127, output: { 1: "/x" } });
  const { metadata } = await waitCommand(client, "/1.0/operations/o");
  expect(metadata).toEqual({ return: 127, output: { 1: "/x" } });
});

test("a command that never ran is refused in the daemon's words", async () => {
  waited = failed("Instance is not running");
  for (const metadata of [null, { return: -1 }]) {
    afterwards = operation(metadata);
    await expect(waitCommand(client, "/1.0/operations/o")).rejects.toMatchObject({
      status: 400,
      message: "Instance is not running",
    });
  }
});

test("one that does not end in time is told so, as with LXD", async () => {
  waited = { ...failed("context deadline exceeded"), error_code: 500 };
  afterwards = operation(null);
  const waiting = waitCommand(client, "/1.0/operations/o", 1_000);
  await expect(waiting).rejects.toMatchObject({ status: 504 });
});
