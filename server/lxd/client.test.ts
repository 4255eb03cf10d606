import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LxdClient } from "./client.ts";
import { LxdError, LxdUnreachable } from "./errors.ts";

test("takes a daemon that is starting for one that is not there, and a refusal for a refusal", async () => {
  const dir = await mkdtemp(join(tmpdir(), "atelier-client-"));
  const path = join(dir, "socket");
  const server = createServer((request, response) => {
    const status = request.url?.startsWith("/starting") ? 503 : 404;
    response.writeHead(status).end(JSON.stringify({ error: "non", error_code: status }));
  }).listen(path);
  try {
    await once(server, "listening");
    const client = new LxdClient({ type: "unix", path });
    await expect(client.get("/starting")).rejects.toThrow(LxdUnreachable);
    await expect(client.get("/missing")).rejects.toThrow(LxdError);
  } finally {
    server.close();
    await rm(dir, { recursive: true });
  }
});
