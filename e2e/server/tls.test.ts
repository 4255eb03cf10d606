import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LxdClient } from "../../server/lxd/client.ts";
import { LxdUnreachable } from "../../server/lxd/errors.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { LESSON, testGround, TestServer } from "./ground.ts";

const { lxd } = testGround();
let dir: string;
let fingerprint: string;
let remote: LxdClient;

/** The tests' daemon listens on the loopback for a while, and trusts a certificate made for the occasion. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "atelier-tls-"));
  const [key, cert] = [join(dir, "client.key"), join(dir, "client.crt")];
  const subject = ["-subj", "/CN=essai", "-days", "1", "-nodes"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1"];
  execFileSync("openssl", ["req", "-x509", ...curve, ...subject, "-keyout", key, "-out", cert], {
    stdio: "ignore",
  });
  const pem = await readFile(cert, "utf8");
  const der = pem.replace(/-----[^-]+-----|\s/g, "");
  await lxd.request("POST", "/1.0/certificates", {
    body: { name: "essai", type: "client", certificate: der },
  });
  const print = execFileSync("openssl", ["x509", "-in", cert, "-noout", "-fingerprint", "-sha256"]);
  fingerprint = print.toString().split("=")[1]?.replaceAll(":", "").trim().toLowerCase() ?? "";
  const address = `127.0.0.1:${await freePort()}`;
  await lxd.request("PATCH", "/1.0", { body: { config: { "core.https_address": address } } });
  const server = await lxd.get<{ environment: { certificate: string } }>("/1.0");
  const endpoint = {
    type: "https",
    url: `https://${address}`,
    clientCert: pem,
    clientKey: await readFile(key, "utf8"),
    serverCert: server.environment.certificate,
  } as const;
  remote = new LxdClient(endpoint, lxd.project);
});

afterAll(async () => {
  await lxd.request("PATCH", "/1.0", { body: { config: { "core.https_address": "" } } });
  await lxd.request("DELETE", `/1.0/certificates/${fingerprint}`);
  await rm(dir, { recursive: true });
});

test("gives a lab and its terminal over TLS", async () => {
  const server = await TestServer.start([LESSON], {}, remote);
  const person = new LabClient(server.url);
  const { id } = await person.start(LESSON.slug);
  try {
    await person.ready(id);
    const terminal = await TerminalClient.open(person, id);
    await terminal.see(/\$ /);
    terminal.type("touch un\r");
    await expect.poll(async () => (await person.get(id)).steps[0]?.state).toBe("done");
    await terminal.close();
  } finally {
    await person.stop(id);
    await server.close();
  }
});

test("does not talk to a server with another certificate", async () => {
  const { endpoint } = remote;
  if (endpoint.type !== "https") throw new Error("TLS attendu");
  const other = new LxdClient({ ...endpoint, serverCert: endpoint.clientCert }, lxd.project);
  await expect(other.get("/1.0")).rejects.toBeInstanceOf(LxdUnreachable);
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : 0;
}
