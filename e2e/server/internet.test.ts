import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../server/lxd/command.ts";
import { exec } from "../../server/lxd/exec.ts";
import { dropFirewall, firewallLoaded, tableName } from "../../server/lxd/firewall.ts";
import { createInstance, destroyInstance, setInstanceState } from "../../server/lxd/instances.ts";
import { runOperation } from "../../server/lxd/operations.ts";
import { type Ground, provision } from "../../server/lxd/provision.ts";
import { bridgeName } from "../../server/lxd/subnet.ts";
import { unprovision } from "../../server/lxd/unprovision.ts";
import { waitFor } from "../../server/lxd/waitFor.ts";
import { testGround, testPool } from "./ground.ts";
import { HOST_SIDE, MadeUpInternet, NAME, NEVER, PUBLIC, WEB_PORT } from "./madeUpInternet.ts";

const { lxd, template } = testGround();
const project = `dehors-${process.pid}`;
const dataDir = `/tmp/${project}`;
const bridge = bridgeName(project, dataDir);
const [lab, neighbour] = [`lab-${process.pid}-a`, `lab-${process.pid}-b`];

let internet: MadeUpInternet;
let ground: Ground;
let host: Server;
let bridgeAddress: string;

beforeAll(async () => {
  internet = await MadeUpInternet.open(`dehors${process.pid}`, bridge);
  ground = await open(true);
  await internet.silenceNames(bridge);
  host = createServer((socket) => socket.end("hôte")).listen(0, "0.0.0.0");
  await once(host, "listening");
  for (const name of [lab, neighbour]) await launch(name);
  bridgeAddress = (await addressOf(lab)).replace(/\d+$/, "1");
});

afterAll(async () => {
  host?.close();
  await unprovision(lxd, {
    lxdProject: project,
    lxdPool: await testPool(),
    onStep: () => undefined,
  });
  await dropFirewall(bridge);
  await internet?.close();
});

/** What the server's start does to its ground with `LAB_INTERNET` yes or no. */
async function open(internet: boolean): Promise<Ground> {
  const size = { memory: "512MiB", cpu: 1, disk: "2GiB" };
  const notes: string[] = [];
  const options = { project, pool: await testPool(), ...size, internet, dataDir, isPrivate: false };
  const made = await provision(lxd, { ...options, note: (text) => notes.push(text) });
  expect(notes).toEqual([]);
  return made;
}

/** A lab in the test's own project; its disk is a copy from the project where the image is. */
async function launch(name: string): Promise<void> {
  await createInstance(lxd, name, { ...template, config: {} });
  const source = { type: "copy", source: name, project: lxd.project, instance_only: true };
  const body = { name, type: "container", profiles: [ground.profile], source };
  await runOperation(ground.client, "POST", "/1.0/instances", { body });
  await destroyInstance(lxd, name);
  await start(name);
}

/** Starts a lab, and waits for its address. */
async function start(name: string): Promise<void> {
  await setInstanceState(ground.client, name, "start");
  expect(await waitFor(() => addressOf(name), { timeout: 20_000 })).toMatch(/^10\./);
}

const inLab = (name: string, script: string) =>
  exec(ground.client, name, ["bash", "-c", script], { timeout: 40_000 });

async function addressOf(name: string): Promise<string> {
  const { stdout } = await inLab(name, "ip -4 -j addr show eth0 | jq -r '.[].addr_info[].local'");
  return stdout.trim();
}

/** Those of these addresses at which something answers the lab, at a port. */
async function reached(addresses: string[], port = WEB_PORT): Promise<string[]> {
  const tries = addresses.map(
    (each) => `timeout 3 bash -c '</dev/tcp/${each}/${port}' 2> /dev/null && echo ${each} &`,
  );
  const { stdout } = await inLab(lab, [...tries, "wait"].join("\n"));
  return stdout.split("\n").filter(Boolean).sort();
}

/** Packets from labs that the fence has turned away there: the attempt did arrive. */
async function rejected(chain: "forward" | "input"): Promise<number> {
  const text = await run("nft", ["list", "chain", "inet", tableName(bridge), chain]);
  const packets = text.matchAll(/iifname \S+ .*counter packets (\d+)/g);
  return [...packets].reduce((sum, [, count]) => sum + Number(count), 0);
}

test("the made-up Internet answers the host at each of its addresses", async () => {
  for (const address of [PUBLIC, ...NEVER]) {
    const answer = await fetch(`http://${address}:${WEB_PORT}/`);
    expect([address, answer.status, await answer.text()]).toEqual([address, 200, "dehors"]);
  }
});

test("a lab has a way out, to public addresses", async () => {
  expect((await inLab(lab, "ip route show default")).stdout).toContain(`via ${bridgeAddress}`);
  const curl = `curl -sS --max-time 5 -w ' %{http_code}' http://${PUBLIC}:${WEB_PORT}/`;
  expect((await inLab(lab, curl)).stdout).toBe("dehors 200");
  expect((await inLab(lab, `ping -c 1 -W 3 ${PUBLIC}`)).code).toBe(0);
});

test("names are asked for out there, and lead there", async () => {
  expect((await inLab(lab, `getent hosts ${NAME}`)).code).not.toBe(0);
  // Instead of whom this machine asks, which must hear nothing of tests.
  const config = { "raw.dnsmasq": `no-resolv\nserver=${PUBLIC}` };
  await lxd.request("PATCH", `/1.0/networks/${bridge}`, { body: { config } });
  const curl = `curl -sS --max-time 5 http://${NAME}:${WEB_PORT}/`;
  await expect
    .poll(async () => (await inLab(lab, curl)).stdout, { timeout: 20_000 })
    .toBe("dehors");
});

test("to no private, link-local or shared address", async () => {
  const before = await rejected("forward");
  expect(await reached([PUBLIC, ...NEVER])).toEqual([PUBLIC]);
  const pings = NEVER.map((each) => `ping -c 1 -W 2 ${each} > /dev/null && echo ${each} &`);
  expect((await inLab(lab, [...pings, "wait"].join("\n"))).stdout).toBe("");
  expect((await rejected("forward")) - before).toBeGreaterThanOrEqual(2 * NEVER.length);
});

test("to no port of the host, by whichever of its addresses", async () => {
  const { port } = host.address() as AddressInfo;
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const all = own.filter(({ family, internal }) => family === "IPv4" && !internal);
  const addresses = all.map(({ address }) => address);
  expect(addresses).toEqual(expect.arrayContaining([bridgeAddress, HOST_SIDE]));
  const before = await rejected("input");
  expect(await reached(addresses, port)).toEqual([]);
  expect((await rejected("input")) - before).toBeGreaterThanOrEqual(addresses.length);
});

test("to no other lab, not even by way of the host", async () => {
  const [own, other] = [await addressOf(lab), await addressOf(neighbour)];
  await inLab(neighbour, `systemd-run --collect python3 -m http.server ${WEB_PORT}`);
  await expect
    .poll(async () => (await fetch(`http://${other}:${WEB_PORT}/`)).status, { timeout: 10_000 })
    .toBe(200);
  expect(await reached([other])).toEqual([]);
  for (const [from, to] of [
    [lab, other],
    [neighbour, own],
  ] as const)
    await inLab(from, `ip route replace ${to}/32 via ${bridgeAddress}`);
  expect(await reached([other])).toEqual([]);
  expect((await inLab(lab, `ping -c 1 -W 2 ${other}`)).code).not.toBe(0);
});

test("and nobody out there gets in", async () => {
  const other = await addressOf(neighbour);
  expect((await fetch(`http://${other}:${WEB_PORT}/`)).status).toBe(200);
  expect(await internet.connectsTo(other, WEB_PORT)).toBe(false);
});

test("with LAB_INTERNET=no the same lab reaches nothing, though it keeps its route", async () => {
  await open(false);
  await inLab(lab, `ip route replace default via ${bridgeAddress}`);
  const before = await rejected("forward");
  expect(await reached([PUBLIC, ...NEVER])).toEqual([]);
  expect((await inLab(lab, `ping -c 1 -W 1 ${PUBLIC}`)).code).not.toBe(0);
  expect(await rejected("forward")).toBeGreaterThan(before);
  expect((await inLab(lab, `getent hosts ${NAME}`)).code).not.toBe(0);
});

test("a lab that starts then is not even told of a route", async () => {
  await setInstanceState(ground.client, lab, "stop");
  await start(lab);
  expect((await inLab(lab, "ip route show default")).stdout).toBe("");
  expect(await reached([PUBLIC])).toEqual([]);
  expect(await firewallLoaded(bridge)).toBe(true);
});
