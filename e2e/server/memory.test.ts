import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { exec } from "../../server/lxd/exec.ts";
import { getInstance } from "../../server/lxd/instances.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { daemonPid } from "./footprint.ts";
import { LESSON, testGround, TestServer } from "./ground.ts";

/** How long a daemon that was killed may take to answer again (ms). */
const BACK = { timeout: 40_000, interval: 250 };

const { lxd } = testGround();
let server: TestServer;

vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  server = await TestServer.start([LESSON]);
});
afterAll(() => server.close());

async function newLab(): Promise<{ person: LabClient; id: string }> {
  const person = new LabClient(server.url);
  const { id } = await person.start(LESSON.slug);
  await person.ready(id);
  return { person, id };
}

test("says that a lab ended for want of memory", async () => {
  const { person, id } = await newLab();
  let reason = "";
  const ended = person.follow(id, (event, data) => {
    if (event === "state" && "reason" in data) reason = data.reason ?? "";
    return reason !== "";
  });
  await lxd.request("PATCH", `/1.0/instances/${id}`, {
    body: { config: { "limits.memory": "96MiB" } },
  });
  // What is in memory files belongs to no process: killing them frees nothing, until the lab's first is killed.
  const fill = "mount -o remount,size=1G /dev/shm; cat /dev/zero > /dev/shm/plein";
  await exec(lxd, id, ["bash", "-c", fill]).catch(() => undefined);
  await ended;
  expect(reason).toMatch(/sa mémoire était épuisée/);
  expect(await getInstance(lxd, id)).toBeUndefined();
});

test("a killed daemon is brought back, with labs, their progress and their owners", async () => {
  const { person, id } = await newLab();
  const terminal = await TerminalClient.open(person, id);
  await terminal.see(/\$ /);
  terminal.type("touch un\r");
  await expect.poll(async () => (await person.get(id)).steps[0]?.state).toBe("done");
  const before = daemonPid();
  process.kill(before, "SIGKILL");
  const answers = () =>
    getInstance(lxd, id).then(
      (instance) => instance?.status,
      () => "",
    );
  await expect.poll(daemonPid, BACK).not.toBe(before);
  await expect.poll(answers, BACK).toBe("Running");
  expect(await person.get(id)).toMatchObject({ state: "ready", steps: [{ state: "done" }, {}] });
  expect((await person.check(id, "lire")).message).toBe("Pas de secret dans ~/deux.");
  // Others come, and this one goes, as ever.
  const next = await newLab();
  await next.person.stop(next.id);
  await person.reset(id);
  expect((await person.ready(id)).steps[0]).toMatchObject({ state: "todo" });
  await person.stop(id);
  expect(await getInstance(lxd, id)).toBeUndefined();
});
