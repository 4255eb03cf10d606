import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LxdClient } from "../lxd/client.ts";
import { createApp } from "./app.ts";

const log = pino({ level: "silent" });
const MARK = "<script>marque()</script>";
/** `printf 'marque()' | openssl sha256 -binary | base64` */
const MARK_HASH = "LFjNxse1F/w2ioutGoCsxjLTZb2FXCgwZDoW6IEF6IE=";
const reason = "Il n’y a pas de LXD ici.";

describe("a server without labs", () => {
  let app: FastifyInstance;
  let site: string;

  beforeAll(async () => {
    site = await mkdtemp(join(tmpdir(), "atelier-site-"));
    await writeFile(
      join(site, "index.html"),
      `${MARK}<script src="/x.js"></script><h1>Accueil</h1>`,
    );
    await writeFile(join(site, "404.html"), "<h1>Page introuvable</h1>");
    app = await createApp({
      log,
      secret: "s".repeat(32),
      publicUrl: undefined,
      previewUrl: undefined,
      siteDir: site,
      health: { lxd: undefined, unavailable: reason, occupancy: undefined },
      services: undefined,
    });
  });

  afterAll(async () => {
    await app.close();
    await rm(site, { recursive: true });
  });

  const headers = { host: "localhost:4321" };

  test("serves the lessons all the same, under a strict CSP", async () => {
    const answer = await app.inject({ url: "/", headers });
    expect(answer.body).toContain("Accueil");
    const csp = answer.headers["content-security-policy"];
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${MARK_HASH}';`);
    const loosened = /style-src-attr 'unsafe-inline'|'wasm-unsafe-eval'/g;
    expect(String(csp).replace(loosened, "")).not.toContain("unsafe");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });

  test("says in its health why there are no labs", async () => {
    const health = await app.inject({ url: "/api/health", headers });
    expect([health.statusCode, health.json()]).toEqual([
      200,
      {
        status: "degraded",
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        lxd: { reachable: false, version: null, kind: null },
        reason,
      },
    ]);
    expect((await app.inject({ url: "/api/ready", headers })).statusCode).toBe(503);
  });

  test("answers a wish for a lab with a problem in French", async () => {
    const answer = await app.inject({
      method: "POST",
      url: "/api/labs",
      headers,
      payload: { lesson: "x" },
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json()).toEqual({
      type: "urn:atelier:erreur:no-labs-here",
      title: "Cet atelier ne peut pas donner de labs.",
      status: 503,
      code: "no-labs-here",
      detail: reason,
    });
  });

  test("has a page for readers and a problem for programs where there is nothing", async () => {
    const page = await app.inject({ url: "/nulle-part", headers });
    expect([page.statusCode, page.body]).toEqual([404, "<h1>Page introuvable</h1>"]);
    const api = await app.inject({ url: "/api/nulle-part", headers });
    expect([api.statusCode, api.json().code]).toEqual([404, "not-found"]);
  });

  test("refuses requests that another page causes, and names that were rebound", async () => {
    const foreign = { ...headers, origin: "http://ailleurs.example" };
    const post = await app.inject({ method: "POST", url: "/api/labs", headers: foreign });
    expect([post.statusCode, post.json().code]).toEqual([403, "forbidden"]);
    const rebound = await app.inject({ url: "/api/health", headers: { host: "ailleurs.example" } });
    expect(rebound.statusCode).toBe(403);
  });

  test("serves nothing from above the site", async () => {
    for (const url of ["/../course.json", "/%2e%2e/course.json", "/..%2fcourse.json"])
      expect((await app.inject({ url, headers })).statusCode).toBeGreaterThanOrEqual(400);
  });
});

test("a daemon that does not answer is told by health, not by a crash", async () => {
  const lxd = new LxdClient({ type: "unix", path: "/nulle/part/unix.socket" }, "atelier");
  const app = await createApp({
    log,
    secret: "s".repeat(32),
    publicUrl: undefined,
    previewUrl: undefined,
    siteDir: undefined,
    health: { lxd, unavailable: undefined, occupancy: undefined },
    services: undefined,
  });
  const health = await app.inject({ url: "/api/health", headers: { host: "localhost" } });
  expect(health.json()).toMatchObject({
    status: "degraded",
    lxd: { reachable: false },
    reason: "Le service des labs ne répond pas.",
  });
  await app.close();
});
