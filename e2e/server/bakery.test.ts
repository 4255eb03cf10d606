import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { modelStateOf } from "../../server/labs/bakery/keys.ts";
import { exec } from "../../server/lxd/exec.ts";
import {
  createInstance,
  destroyInstance,
  getInstance,
  listInstances,
  setKeys,
} from "../../server/lxd/instances.ts";
import type { ManifestLesson } from "../../server/protocol.ts";
import { LabClient } from "../client/labClient.ts";
import { clearGround } from "./clearGround.ts";
import { LESSON, testGround, TestServer } from "./ground.ts";

/** A lesson that takes long to prepare: files, and a service that no boot starts. */
const LONG: ManifestLesson = {
  ...LESSON,
  slug: "essai/longue",
  setup: "sleep 1.2; date +%N > /srv/lecon; systemctl start docker",
};
/** One that leaves something that no model keeps. */
const VOLATILE: ManifestLesson = {
  ...LESSON,
  slug: "essai/volatile",
  setup: "sleep 1.2; ip netns add dehors",
};

const PATIENT = { timeout: 120_000, interval: 200 };

const { lxd, template } = testGround();
let server: TestServer;

vi.setConfig({ testTimeout: 240_000 });

beforeEach(async () => {
  server = await TestServer.start([LONG, VOLATILE], { LABS_BAKE_AFTER: "1" });
});
afterEach(() => server.close());
afterAll(clearGround);

/** Names of the models of one state. */
async function models(state: "baking" | "baked"): Promise<string[]> {
  const all = await listInstances(lxd);
  return all.filter((each) => modelStateOf(each) === state).map(({ name }) => name);
}

/** Starts a lab, asks it something once it is ready, and ends it. */
async function ask(slug: string, script: string): Promise<{ answer: string; id: string }> {
  const person = new LabClient(server.url);
  const { id } = await person.start(slug);
  await person.ready(id);
  const { stdout } = await exec(lxd, id, ["bash", "-c", script]);
  await person.stop(id);
  return { answer: stdout.trim(), id };
}

const STATE =
  "cat /srv/lecon; systemctl is-active docker; docker ps -q | wc -l; cat /etc/machine-id";

test("prepares a long lesson once, for the labs that come after", async () => {
  const first = await ask(LONG.slug, STATE);
  await expect.poll(() => models("baked"), PATIENT).toHaveLength(1);
  const second = await ask(LONG.slug, STATE);
  const third = await ask(LONG.slug, STATE);
  const [made, docker, containers, identity] = second.answer.split("\n");
  expect([docker, containers]).toEqual(["active", "0"]);
  // Prepared once, and not when the first lab was.
  expect(first.answer).not.toContain(made);
  expect(third.answer).toContain(made);
  expect(third.answer).not.toContain(identity);

  // It is found again, and a reset of its copies prepares nothing either.
  await server.restart();
  const person = new LabClient(server.url);
  const { id } = await person.start(LONG.slug);
  await person.ready(id);
  await server.restart();
  await person.reset(id);
  await person.ready(id);
  const { stdout } = await exec(lxd, id, ["bash", "-c", STATE]);
  expect(stdout).toContain(`${made}\nactive\n0\n`);
  // A model that went away is done without.
  const [model = ""] = await models("baked");
  await destroyInstance(lxd, model);
  await person.stop(id);
  expect((await ask(LONG.slug, STATE)).answer).not.toContain(made);
});

test("makes no model of what no disk keeps, and leaves nothing of the attempt", async () => {
  await ask(VOLATILE.slug, "true");
  await expect.poll(() => models("baking"), PATIENT).toHaveLength(1);
  await expect.poll(() => models("baking"), PATIENT).toHaveLength(0);
  expect(await models("baked")).toEqual([]);
  expect((await ask(VOLATILE.slug, "ip netns")).answer).toBe("dehors");
});

test("makes another attempt after an accident", async () => {
  await ask(LONG.slug, "true");
  await expect.poll(() => models("baking"), PATIENT).toHaveLength(1);
  const [half = ""] = await models("baking");
  const preparing = async () => (await exec(lxd, half, ["pgrep", "-f", "sleep 1.2"])).code;
  await expect.poll(() => preparing().catch(() => -1), PATIENT).toBe(0);
  await destroyInstance(lxd, half);
  const asked = async () => {
    await ask(LONG.slug, "true");
    return await models("baked");
  };
  await expect.poll(asked, { ...PATIENT, interval: 1000 }).toHaveLength(1);
});

test("takes away what a killed server left half-made, and models of another course", async () => {
  const half = "bake-000000000000";
  const old = "bake-111111111111";
  await server.stopped(async () => {
    for (const [name, state] of [
      [half, "baking"],
      [old, "baked"],
    ] as const) {
      await createInstance(lxd, name, { ...template, config: { "user.atelier.state": state } });
      await setKeys(lxd, name, { "user.atelier.recipe": name });
    }
  });
  expect(await getInstance(lxd, half)).toBeUndefined();
  expect(await getInstance(lxd, old)).toBeUndefined();
});
