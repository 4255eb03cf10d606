import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../server/lxd/command.ts";
import { exec } from "../../server/lxd/exec.ts";
import { firewallLoaded } from "../../server/lxd/firewall.ts";
import { destroyInstance, getInstance, listInstances } from "../../server/lxd/instances.ts";
import { listLabNetworks } from "../../server/lxd/labNetwork.ts";
import type { Lab, ManifestLesson } from "../../server/protocol.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { LESSON, TestServer } from "./ground.ts";

const DUO: ManifestLesson = { ...LESSON, slug: "essai/deux", machines: ["poste", "cible"] };

let server: TestServer;
let person: LabClient;
let lab: Lab;

beforeAll(async () => {
  server = await TestServer.start([DUO, LESSON]);
  person = new LabClient(server.url);
  lab = await person.start(DUO.slug);
  lab = await person.ready(lab.id);
});
afterAll(async () => {
  if ((await instancesOf(lab.id)).length > 0) await person.stop(lab.id);
  await server.close();
});

/** Instances of this lab, in alphabetical order. */
async function instancesOf(id: string): Promise<string[]> {
  const names = (await listInstances(server.lxd)).map(({ name }) => name);
  return names.filter((name) => name.startsWith(id)).sort();
}

const inMachine = async (instance: string, script: string) =>
  await exec(server.lxd, instance, ["bash", "-c", script]);

/** The address of a machine on its bridge. */
async function addressOf(instance: string): Promise<string> {
  const { stdout } = await inMachine(instance, "hostname -I");
  return stdout.trim().split(" ")[0] ?? "";
}

test("has a terminal on each machine, and each knows the other by its name", async () => {
  expect(lab).toMatchObject({ machines: ["poste", "cible"], terminals: ["poste", "cible"] });
  expect(await instancesOf(lab.id)).toEqual([lab.id, `${lab.id}-cible`]);
  for (const [name, other] of [
    ["poste", "cible"],
    ["cible", "poste"],
    ["cible-2", "poste"],
  ] as const) {
    const terminal = await TerminalClient.open(person, lab.id, { name });
    await terminal.see(new RegExp(`etudiant@${name.split("-")[0]}.*\\$ `));
    terminal.type(`ping -c1 -W5 ${other} && ping -c1 -W5 ${other}.lxd && echo vu-$((1+1))\r`);
    await terminal.see(/vu-2/);
    await terminal.close();
  }
  // Scripts run on the first.
  expect((await inMachine(lab.id, "cat /srv/lecon")).stdout).toBe("préparé\n");
  expect((await inMachine(`${lab.id}-cible`, "cat /srv/lecon")).code).not.toBe(0);
});

test("plays a solution on the first machine", async () => {
  const terminal = await TerminalClient.open(person, lab.id, { name: "poste" });
  await terminal.see(/\$ /);
  expect(await person.solve(lab.id, "toucher")).toMatchObject({ state: "done" });
  await terminal.close();
});

test("neither reaches another lab nor is reached by one, whatever route is added", async () => {
  const neighbour = new LabClient(server.url);
  const { id } = await neighbour.start(LESSON.slug);
  try {
    await neighbour.ready(id);
    const pings = async (from: string, to: string) => {
      const router = (await addressOf(from)).replace(/\d+$/, "1");
      await inMachine(from, `ip route replace default via ${router}`);
      return (await inMachine(from, `ping -c1 -W2 ${to}`)).code === 0;
    };
    expect(await pings(lab.id, await addressOf(`${lab.id}-cible`))).toBe(true);
    expect(await pings(lab.id, await addressOf(id))).toBe(false);
    expect(await pings(id, await addressOf(`${lab.id}-cible`))).toBe(false);
  } finally {
    await neighbour.stop(id);
  }
});

test("is found again by a restarted server, which fences its bridge again", async () => {
  await server.stopped(async () => {
    await run("nft", ["delete", "table", "inet", `atelier_${lab.id.replaceAll("-", "_")}`]);
  });
  expect(await firewallLoaded(lab.id)).toBe(true);
  expect(await person.get(lab.id)).toMatchObject({ state: "ready", machines: ["poste", "cible"] });
  const terminal = await TerminalClient.open(person, lab.id, { name: "cible" });
  await terminal.see(/etudiant@cible.*\$ /);
  await terminal.close();
});

const madeAt = async (instance: string) => (await getInstance(server.lxd, instance))?.created_at;

test("is taken back with all its machines, which are the same as before", async () => {
  const before = [await madeAt(lab.id), await madeAt(`${lab.id}-cible`)];
  await inMachine(`${lab.id}-cible`, "touch /srv/trace");
  await person.reset(lab.id);
  await person.ready(lab.id);
  expect(await instancesOf(lab.id)).toEqual([lab.id, `${lab.id}-cible`]);
  expect([await madeAt(lab.id), await madeAt(`${lab.id}-cible`)]).toEqual(before);
  expect((await inMachine(`${lab.id}-cible`, "test -e /srv/trace")).code).toBe(1);
  expect((await inMachine(lab.id, "ping -c1 -W5 cible")).code).toBe(0);
});

test("leaves nothing: no instance, no bridge, no rule", async () => {
  await person.stop(lab.id);
  expect(await instancesOf(lab.id)).toEqual([]);
  expect(await listLabNetworks(server.lxd)).not.toContain(lab.id);
  expect(await firewallLoaded(lab.id)).toBe(false);
});

test("what a dead server left half-made goes when the next one starts", async () => {
  lab = await person.start(DUO.slug);
  await person.ready(lab.id);
  await server.stopped(() => destroyInstance(server.lxd, lab.id));
  expect(await instancesOf(lab.id)).toEqual([]);
  expect(await listLabNetworks(server.lxd)).not.toContain(lab.id);
  expect(await firewallLoaded(lab.id)).toBe(false);
});
