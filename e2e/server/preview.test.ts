import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exec } from "../../server/lxd/exec.ts";
import type { Lab, LabPortList, ManifestLesson } from "../../server/protocol.ts";
import { LabClient, ProblemError } from "../client/labClient.ts";
import { PreviewClient } from "../client/previewClient.ts";
import { LESSON, TestServer } from "./ground.ts";

const DUO: ManifestLesson = { ...LESSON, slug: "essai/deux", machines: ["poste", "cible"] };
const SERVICE = join(import.meta.dirname, "labService.py");
const BIG = Buffer.alloc(256 * 40_000, Buffer.from(Array.from({ length: 256 }, (_, i) => i)));

let server: TestServer;
let person: LabClient;
let lab: Lab;
let preview: PreviewClient;

const sum = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
/** What the service says of a request. */
const told = (body: Buffer) =>
  JSON.parse(body.toString()) as { path: string; headers: [string, string][]; peer: number };

/** Starts something in a machine of the lab, and waits until it listens. */
async function serve(instance: string, port: number, command: string[]): Promise<void> {
  const script = `setsid "$@" < /dev/null > /dev/null 2>&1 &
    until ss -ltnH | grep -q :${port}; do sleep 0.1; done`;
  await exec(server.lxd, instance, ["timeout", "30", "bash", "-c", script, "bash", ...command]);
}

beforeAll(async () => {
  server = await TestServer.start([DUO]);
  person = new LabClient(server.url);
  lab = await person.start(DUO.slug);
  lab = await person.ready(lab.id);
  await serve(lab.id, 8080, ["python3", "-c", await readFile(SERVICE, "utf8")]);
  preview = await PreviewClient.open(person, lab.id, 8080);
});
afterAll(async () => {
  await person.stop(lab.id).catch((error: unknown) => expect(error).toBeInstanceOf(ProblemError));
  await server.close();
});

test("tells what listens, in each machine", async () => {
  await serve(`${lab.id}-cible`, 3000, ["busybox", "httpd", "-f", "-p", "127.0.0.1:3000"]);
  const response = await person.request("GET", `/api/labs/${lab.id}/ports`);
  expect((await response.json()) as LabPortList).toEqual({
    ports: [
      {
        machine: "poste",
        port: 8080,
        address: "127.0.0.1",
        process: "python3",
        origin: `http://${preview.host}`,
      },
      {
        machine: "cible",
        port: 3000,
        address: "127.0.0.1",
        process: "busybox",
        origin: `http://3000-cible-${preview.host.slice(5)}`,
      },
    ],
  });
});

describe("what is served in the lab", () => {
  test("10 MB come byte for byte, ten at a time", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => preview.get("/big")));
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body.equals(BIG)).toBe(true);
    }
  });

  test("10 MB go byte for byte, with a length or in chunks", async () => {
    const body = randomBytes(10_000_000);
    const whole = await preview.get("/", { method: "POST", body });
    const headers = { "transfer-encoding": "chunked" };
    const chunked = await preview.get("/", { method: "POST", body, headers });
    expect([whole, chunked].map((answer) => answer.body.toString())).toEqual([
      sum(body),
      sum(body),
    ]);
  });

  test("a slow answer is waited for, longer than a connection is kept idle", async () => {
    expect((await preview.get("/slow")).body.toString()).toBe("enfin");
  });

  test("streams without a length", async () => {
    expect((await preview.get("/stream")).body.toString()).toBe("un,deux,trois");
  });

  test("paths come as they are, even those that are no good UTF-8", async () => {
    for (const path of ["/%zz/%ff?a=%zz", "/a/../b", "/api/health", "/.atelier/"])
      expect(told((await preview.get(path)).body).path).toBe(path);
  });

  test("a connection is used again", async () => {
    const peers = [];
    for (let i = 0; i < 5; i++) peers.push(told((await preview.get("/")).body).peer);
    expect(new Set(peers).size).toBeLessThan(5);
  });

  test("a WebSocket echoes 1 MB, and both ends hear of the end", async () => {
    const socket = preview.websocket("/ws", { origin: `http://${preview.host}` });
    await once(socket, "open");
    const bytes = randomBytes(1_000_000);
    socket.send(bytes);
    const [echo] = (await once(socket, "message")) as [Buffer];
    expect(echo.equals(bytes)).toBe(true);
    socket.close();
    await once(socket, "close");
  });

  test("on another machine of the lab", async () => {
    const other = await PreviewClient.open(person, lab.id, 3000, "cible");
    expect(other.host).toMatch(/^3000-cible-lab-[0-9a-f]{10}\.localhost:\d+$/);
    expect((await other.get("/rien")).status).toBe(404);
  });

  test("a redirection to itself and its cookies stay on the preview's host", async () => {
    expect((await preview.get("/away")).headers.location).toBe("/there");
    expect((await preview.get("/cookie")).headers["set-cookie"]).toEqual(["a=1; Path=/"]);
  });
});

describe("who comes in", () => {
  test("the page's link, once; then its cookie, for this host alone", async () => {
    const url = await PreviewClient.ticket(person, lab.id, 8080);
    const browser = new PreviewClient(url.host);
    const first = await browser.get(url.pathname + url.search);
    expect([first.status, first.headers.location]).toEqual([303, "/"]);
    const attributes = /^atelier-apercu=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/;
    expect(first.headers["set-cookie"]).toEqual([expect.stringMatching(attributes)]);
    expect((await browser.get("/")).status).toBe(200);
    const again = await new PreviewClient(url.host).get(url.pathname + url.search);
    expect([again.status, again.body.toString()]).toEqual([
      401,
      expect.stringContaining("ne sert qu’une fois"),
    ]);
  });

  test("nobody else: no cookie, a forged one, that of another port", async () => {
    const stranger = new PreviewClient(preview.host);
    const refused = await stranger.get("/");
    expect([refused.status, refused.headers["content-type"]]).toEqual([
      401,
      "text/html; charset=utf-8",
    ]);
    stranger.cookie = `${preview.cookie}x`;
    expect((await stranger.get("/")).status).toBe(401);
    const other = await PreviewClient.open(person, lab.id, 9999);
    stranger.cookie = other.cookie;
    expect((await stranger.get("/")).status).toBe(401);
    stranger.cookie = person.cookie;
    expect((await stranger.get("/")).status).toBe(401);
    const handshake = new PreviewClient(preview.host).websocket("/ws");
    const [error] = (await once(handshake, "error")) as [Error];
    expect(error.message).toContain("401");
  });

  test("no WebSocket of another page, though the cookie is there", async () => {
    for (const origin of ["http://localhost:4321", "http://ailleurs.example", "null"]) {
      const [error] = (await once(preview.websocket("/ws", { origin }), "error")) as [Error];
      expect(error.message).toContain("403");
    }
  });

  test("only the owner is given a link, and only to what can be", async () => {
    const codeOf = async (who: LabClient, body: unknown, path = `/api/labs/${lab.id}/previews`) =>
      await who.request("POST", path, body).then(
        () => "given",
        (error: ProblemError) => error.problem.code,
      );
    const stranger = new LabClient(server.url);
    expect(await codeOf(stranger, { port: 8080 })).toBe("no-such-lab");
    for (const port of [0, 65_536, 1.5, "80", undefined])
      expect(await codeOf(person, { port })).toBe("bad-request");
    expect(await codeOf(person, { port: 80, machine: "autre" })).toBe("no-such-machine");
    const foreign = await fetch(`${server.url}/api/labs/${lab.id}/previews`, {
      method: "POST",
      headers: {
        cookie: person.cookie,
        origin: `http://${preview.host}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ port: 8080 }),
    });
    expect(foreign.status).toBe(403);
  });
});

describe("what stays apart", () => {
  test("the lab sees neither the site's cookie nor the preview's, only its own", async () => {
    const headers = { cookie: `${preview.cookie}; sien=1` };
    const seen = told((await preview.get("/", { headers })).body).headers;
    expect(seen.filter(([name]) => name === "cookie")).toEqual([["cookie", "sien=1"]]);
    expect(JSON.stringify(seen)).not.toContain(preview.cookie.split("=")[1]);
  });

  test("no route of the site on a preview's host, no preview on the site's", async () => {
    expect(told((await preview.get("/api/health")).body).path).toBe("/api/health");
    const stranger = new PreviewClient(preview.host);
    for (const path of ["/", "/api/health", "/metrics", `/api/labs/${lab.id}`])
      expect((await stranger.get(path)).status, path).toBe(401);
    const site = new PreviewClient(new URL(server.url).host);
    site.cookie = preview.cookie;
    expect((await site.get("/.atelier/entrer?billet=x")).status).toBe(404);
    const notOne = new PreviewClient(`8080-lab-xyz.localhost:${new URL(server.url).port}`);
    expect((await notOne.get("/api/health")).status).toBe(403);
  });

  test("answers carry what keeps them to themselves", async () => {
    expect((await preview.get("/")).headers).toMatchObject({
      "referrer-policy": "same-origin",
      "x-robots-tag": "noindex",
      "origin-agent-cluster": "?1",
    });
  });
});

describe("when there is nothing to show", () => {
  test("nothing listens: a page that says what to do", async () => {
    const empty = await PreviewClient.open(person, lab.id, 9999, "cible");
    const { status, body } = await empty.get("/");
    expect([status, body.toString()]).toEqual([
      502,
      expect.stringContaining("Rien n’écoute sur le port 9999"),
    ]);
    expect(body.toString()).toContain("busybox httpd -f -p 9999");
    expect(body.toString()).toContain("cible");
  });

  test("the program hangs up without a word, or says what is no HTTP", async () => {
    for (const path of ["/cut", "/odd"]) {
      const { status, body } = await preview.get(path);
      expect([status, body.toString()]).toEqual([502, expect.stringContaining("ne se lit pas")]);
    }
  });

  test("without a name to give: the reason, and what to set", async () => {
    const lan = { host: "192.168.1.9:4321", cookie: person.cookie };
    const site = new PreviewClient(new URL(server.url).host);
    const list = await site.get(`/api/labs/${lab.id}/ports`, { headers: lan });
    expect(JSON.parse(list.body.toString())).toMatchObject({
      reason: expect.stringContaining("PREVIEW_URL"),
    });
    const body = Buffer.from('{"port":8080}');
    const headers = { ...lan, "content-type": "application/json" };
    const answer = await site.get(`/api/labs/${lab.id}/previews`, {
      method: "POST",
      headers,
      body,
    });
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      status: 409,
      code: "no-previews-here",
    });
  });
});

/** Commands that LXD runs in labs now. */
async function running(): Promise<number> {
  const { running = [] } = await server.lxd.get<Record<string, { description: string }[]>>(
    "/1.0/operations",
    { recursion: "1" },
  );
  return running.filter(({ description }) => description === "Executing command").length;
}

test("a restart of the server cuts previews, leaves nothing, and the cookie is still good", async () => {
  const socket = preview.websocket("/ws");
  await once(socket, "open");
  expect(await running()).toBeGreaterThan(0);
  const closed = once(socket, "close");
  await server.stopped(async () => {
    await closed;
    await expect.poll(running).toBe(0);
  });
  expect((await preview.get("/")).status).toBe(200);
});

test("the lab's end cuts previews, leaves nothing, and says so", async () => {
  const socket = preview.websocket("/ws");
  await once(socket, "open");
  expect(await running()).toBeGreaterThan(0);
  const closed = once(socket, "close");
  await person.stop(lab.id);
  await closed;
  await expect.poll(running).toBe(0);
  const { status, body } = await preview.get("/");
  expect([status, body.toString()]).toEqual([410, expect.stringContaining("Ce lab est terminé")]);
});
