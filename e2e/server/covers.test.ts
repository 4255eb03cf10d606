import { readFile } from "node:fs/promises";
import { afterEach, expect, test, vi } from "vitest";
import { coverDisk, uncoverDisks } from "../../server/lxd/covers.ts";
import { exec } from "../../server/lxd/exec.ts";
import { createInstance, destroyInstance, setInstanceState } from "../../server/lxd/instances.ts";
import type { ServerInfo } from "../../server/lxd/serverInfo.ts";
import { clearGround } from "./clearGround.ts";
import { testGround, testPool } from "./ground.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const { lxd, template } = testGround();
const SOURCE = "couverte";
const COPY = "copie";
const source = { ...template, config: {} };

afterEach(clearGround);

/** Lines of what is mounted over disks, as LXD sees it. */
async function covers(): Promise<string[]> {
  const { environment } = await lxd.get<ServerInfo>("/1.0");
  const mounts = await readFile(`/proc/${environment.server_pid}/mounts`, "utf8");
  return mounts.split("\n").filter((line) => line.startsWith("atelier-cover "));
}

test("a disk is covered once, its copy has all its files, and LXD deletes it", async () => {
  await createInstance(lxd, SOURCE, source);
  await coverDisk(lxd, await testPool(), SOURCE);
  await coverDisk(lxd, await testPool(), SOURCE);
  expect(await covers()).toEqual([expect.stringContaining(`_${SOURCE}/rootfs `)]);
  await createInstance(lxd, COPY, { ...source, copyOf: SOURCE });
  await setInstanceState(lxd, COPY, "start");
  const { stdout } = await exec(lxd, COPY, ["sh", "-c", "find /usr/bin | wc -l; id -un etudiant"]);
  expect(stdout).toMatch(/^\d{3,}\netudiant\n$/);
  await destroyInstance(lxd, SOURCE);
  expect(await covers()).toEqual([]);
});

test("covers are taken away, and a disk that was covered starts", async () => {
  await createInstance(lxd, SOURCE, source);
  await coverDisk(lxd, await testPool(), SOURCE);
  await uncoverDisks(lxd, await testPool());
  expect(await covers()).toEqual([]);
  await setInstanceState(lxd, SOURCE, "start");
  expect((await exec(lxd, SOURCE, ["id", "-un", "etudiant"])).stdout).toBe("etudiant\n");
});
