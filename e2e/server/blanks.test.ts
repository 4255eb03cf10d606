import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { isBlank, versionOf } from "../../server/labs/blankKeys.ts";
import { type Lender, makeMachine } from "../../server/labs/machine.ts";
import { exec } from "../../server/lxd/exec.ts";
import { getInstance, type Instance, listInstances, setKeys } from "../../server/lxd/instances.ts";
import type { ServerInfo } from "../../server/lxd/serverInfo.ts";
import type { ManifestLesson } from "../../server/protocol.ts";
import { LabClient } from "../client/labClient.ts";
import { clearGround } from "./clearGround.ts";
import { LESSON, testGround, TestServer } from "./ground.ts";

/** A lesson that needs nothing done before its student comes. */
const BARE: ManifestLesson = { ...LESSON, slug: "essai/nue", setup: "" };
/** Blanks are made while nothing else is to be done: on a busy machine that takes its time. */
const PATIENT = { timeout: 90_000, interval: 200 };
const MOST = 2;

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const { lxd, template } = testGround();
const settings = { LABS_BLANKS: String(MOST), LABS_PER_USER: "1" };
let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start([BARE], settings);
});
afterAll(async () => {
  await server.close();
  await clearGround();
});

async function blanks(): Promise<Instance[]> {
  return (await listInstances(lxd)).filter((each) => isBlank(each) && versionOf(each));
}

const range = async (instance: string) =>
  (await getInstance(lxd, instance))?.config["volatile.idmap.base"] ?? "";

/** What is mounted over disks, a line each, as LXD sees it. */
async function coveredNow(): Promise<string> {
  const { environment } = await lxd.get<ServerInfo>("/1.0");
  const mounts = await readFile(`/proc/${environment.server_pid}/mounts`, "utf8");
  return mounts
    .split("\n")
    .filter((line) => line.startsWith("atelier-cover "))
    .join("\n");
}

/** A lab in which somebody can work. */
async function started(on = server): Promise<{ person: LabClient; id: string }> {
  const person = new LabClient(on.url);
  const { id } = await person.start(BARE.slug);
  await person.ready(id);
  return { person, id };
}

test("a blank is made where there was none, and the next lab is a copy that has its ids", async () => {
  const first = await started();
  await expect.poll(blanks, PATIENT).toHaveLength(1);
  const [blank] = await blanks();
  const second = await started();
  expect(await range(second.id)).toBe(await range(blank?.name ?? ""));
  expect(await range(first.id)).not.toBe(await range(second.id));
  // Its files are its own root's, and it is nobody's twin.
  const look = ["sh", "-c", "stat -c %u /etc/passwd /var/lib/dpkg; cat /etc/machine-id"];
  const [a, b] = [await exec(lxd, first.id, look), await exec(lxd, second.id, look)];
  expect(b.stdout).toMatch(/^0\n0\n[0-9a-f]{32}\n$/);
  expect(a.stdout).not.toBe(b.stdout);
  await Promise.all([first, second].map(({ person, id }) => person.stop(id)));
});

test("files of a blank are covered while it may be copied, and no longer once the server has gone", async () => {
  const [{ name = "" } = {}] = await blanks();
  expect(await coveredNow()).toContain(name);
  await server.stopped(async () => {
    expect(await coveredNow()).toBe("");
  });
});

test("no two machines have the same ids at one time, be it of two servers", async () => {
  const other = await TestServer.start([BARE], settings);
  try {
    const labs = await Promise.all([server, other, server, other].map((each) => started(each)));
    const ranges = await Promise.all(labs.map(({ id }) => range(id)));
    expect(new Set(ranges).size).toBe(labs.length);
    await Promise.all(labs.map(({ person, id }) => person.stop(id)));
    await expect.poll(async () => (await blanks()).length >= MOST, PATIENT).toBe(true);
  } finally {
    await other.close();
  }
});

test("a blank that is free again is lent again, after a restart of the server too", async () => {
  await server.restart();
  // Each of two servers may have made as many.
  await expect.poll(blanks, PATIENT).toHaveLength(MOST);
  const ready = await Promise.all((await blanks()).map(({ name }) => range(name)));
  for (let i = 0; i < MOST; i++) {
    const lab = await started();
    expect(ready).toContain(await range(lab.id));
    await lab.person.stop(lab.id);
  }
  expect((await blanks()).map(({ name }) => name)).toHaveLength(MOST);
});

test("one of another image goes", async () => {
  const [old = ""] = (await blanks()).map(({ name }) => name);
  await server.stopped(async () => {
    await setKeys(lxd, old, { "user.atelier.blank": "autre" });
  });
  const names = async () => (await listInstances(lxd)).map(({ name }) => name);
  await expect.poll(names, PATIENT).not.toContain(old);
});

test("one that cannot be copied is told of, and the machine is made of the image", async () => {
  const lost: string[] = [];
  const blanks: Lender = {
    lend: async () => ({ name: "blank-00000000", config: { "security.idmap.base": "1" } }),
    done: () => undefined,
    lost: ({ name }) => void lost.push(name),
  };
  await makeMachine(lxd, "essai-copie", { ...template, blanks }, {});
  expect(lost).toEqual(["blank-00000000"]);
  expect(await range("essai-copie")).toMatch(/^\d{6,}$/);
});
