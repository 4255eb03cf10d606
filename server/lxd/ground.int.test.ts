import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LxdClient } from "./client.ts";
import { run } from "./command.ts";
import { exec } from "./exec.ts";
import { dropFirewall, firewallLoaded, tableName } from "./firewall.ts";
import { launchInstance, destroyInstance } from "./instances.ts";
import { projectNetwork } from "./project.ts";
import { provision, type ProvisionOptions } from "./provision.ts";
import { unprovision } from "./unprovision.ts";
import { waitFor } from "./waitFor.ts";

const {
  TEST_LXD_SOCKET = "",
  TEST_LXD_PROJECT = "",
  TEST_LAB_IMAGE = "",
  TEST_LAB_PROFILE = "",
} = process.env;
if (!TEST_LXD_SOCKET) throw new Error("Ces essais ont besoin d’un LXD préparé\u00a0: npm test.");

const daemon = new LxdClient({ type: "unix", path: TEST_LXD_SOCKET });

describe("provision", () => {
  const project = `sol-${process.pid}`;
  const notes: string[] = [];
  const options: ProvisionOptions = {
    project,
    memory: "1GiB",
    cpu: 1,
    disk: "2GiB",
    internet: false,
    dataDir: `/tmp/${project}`,
    isPrivate: true,
    poolDirectory: dirname(TEST_LXD_SOCKET),
    note: (text) => notes.push(text),
  };
  const clean = async () => {
    const bridge = await projectNetwork(daemon, project);
    await unprovision(daemon, { lxdProject: project, onStep: () => undefined });
    if (bridge) await dropFirewall(bridge);
  };
  afterAll(clean);

  it("makes all that labs need, and changes nothing the second time", async () => {
    const ground = await provision(daemon, options);
    expect(notes).toEqual([]);
    expect(await firewallLoaded(ground.bridge)).toBe(true);
    const state = () =>
      Promise.all([
        daemon.get(`/1.0/projects/${project}`),
        daemon.get(`/1.0/networks/${ground.bridge}`),
        daemon.get(`/1.0/storage-pools/${project}`),
        ground.client.get("/1.0/profiles/lab"),
      ]);
    const before = await state();
    const start = performance.now();
    await provision(daemon, options);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(await state()).toEqual(before);
  });

  it("puts back a firewall that was flushed, and a bridge that was opened", async () => {
    const { bridge } = await provision(daemon, options);
    await dropFirewall(bridge);
    await daemon.request("PATCH", `/1.0/networks/${bridge}`, {
      body: { config: { "raw.dnsmasq": "" } },
    });
    await provision(daemon, options);
    expect(await firewallLoaded(bridge)).toBe(true);
    const { config } = await daemon.get<{ config: Record<string, string> }>(
      `/1.0/networks/${bridge}`,
    );
    expect(config["raw.dnsmasq"]).toContain("option:router");
  });

  it("is undone whole", async () => {
    const { bridge } = await provision(daemon, options);
    await clean();
    expect(await firewallLoaded(bridge)).toBe(false);
    for (const path of [`projects/${project}`, `networks/${bridge}`, `storage-pools/${project}`])
      expect(await daemon.exists(`/1.0/${path}`)).toBe(false);
  });
});

describe("a lab", () => {
  const client = daemon.inProject(TEST_LXD_PROJECT);
  const lab = `clos-${process.pid}`;
  /** A network beyond the host, of our own: nothing is ever sent farther. */
  const beyond = `clos${process.pid}`;
  const [hostSide, farSide] = ["198.18.77.1", "198.18.77.2"];
  let bridge = "";
  let bridgeAddress = "";
  let host: Server;
  let far: ChildProcess;
  const farPort = 4000;

  const inLab = (script: string) => exec(client, lab, ["bash", "-c", script]);
  const reaches = async (address: string, port: number) =>
    (await inLab(`timeout 3 bash -c 'exec 3<> /dev/tcp/${address}/${port}'`)).code === 0;

  beforeAll(async () => {
    bridge = (await projectNetwork(daemon, TEST_LXD_PROJECT)) ?? "";
    const network = await daemon.get<{ config: Record<string, string> }>(`/1.0/networks/${bridge}`);
    bridgeAddress = (network.config["ipv4.address"] ?? "").split("/")[0] ?? "";
    host = createServer((socket) => socket.end("ouvert")).listen(0, "0.0.0.0");
    await once(host, "listening");

    await run("ip", ["netns", "add", beyond]);
    await run("ip", [
      "link",
      "add",
      beyond,
      "type",
      "veth",
      "peer",
      "name",
      "far",
      "netns",
      beyond,
    ]);
    await run("ip", ["addr", "add", `${hostSide}/30`, "dev", beyond]);
    await run("ip", ["link", "set", beyond, "up"]);
    await run("ip", ["-n", beyond, "addr", "add", `${farSide}/30`, "dev", "far"]);
    await run("ip", ["-n", beyond, "link", "set", "far", "up"]);
    await run("ip", ["-n", beyond, "route", "add", "default", "via", hostSide]);
    const listener = `require("net").createServer(s => s.end()).listen(${farPort}, () => console.log("là"))`;
    const inside = [`--net=/run/netns/${beyond}`, process.execPath, "-e", listener];
    far = spawn("nsenter", inside, { stdio: ["ignore", "pipe", "inherit"] });
    await once(far.stdout as NodeJS.ReadableStream, "data");

    await launchInstance(client, lab, {
      image: TEST_LAB_IMAGE,
      profile: TEST_LAB_PROFILE,
      config: {},
    });
    const addressed = async () => (await inLab("ip -4 -o addr show eth0 | grep inet")).code === 0;
    await waitFor(addressed, { timeout: 20_000 });
  });
  afterAll(async () => {
    await destroyInstance(client, lab);
    host?.close();
    far?.kill();
    await run("ip", ["netns", "del", beyond]);
    // The pair goes with its namespace, a moment later.
    await run("ip", ["link", "del", beyond]).catch(() => undefined);
  });

  it("tells how a command ended, and what it said, also one that ends as if it were missing", async () => {
    for (const code of [0, 3, 126, 127]) {
      const ended = await inLab(`echo fini; exit ${code}`);
      expect(ended).toEqual({ code, stdout: "fini\n", stderr: "" });
    }
  });

  it("has an address, a name server, and no way out", async () => {
    expect((await inLab("ip route show default")).stdout).toBe("");
    await expect
      .poll(async () => (await inLab("cat /etc/resolv.conf")).stdout)
      .toContain(`nameserver ${bridgeAddress}`);
    expect((await inLab(`getent hosts ${lab}`)).code).toBe(0);
    expect((await inLab("getent hosts un-nom.test")).code).not.toBe(0);
  });

  it("reaches no port of the host, by whichever of its addresses", async () => {
    const { port } = host.address() as AddressInfo;
    await inLab(`ip route replace default via ${bridgeAddress}`);
    expect(await reaches(bridgeAddress, port)).toBe(false);
    expect(await reaches(hostSide, port)).toBe(false);
    expect(await rejected("input")).toBeGreaterThan(0);
  });

  it("reaches nothing beyond the host, even by a route of its own", async () => {
    const before = await rejected("forward");
    await inLab(`ip route replace default via ${bridgeAddress}`);
    expect(await reaches(farSide, farPort)).toBe(false);
    expect(await rejected("forward")).toBeGreaterThan(before);
  });

  /** Packets from labs that this chain has turned away: the attempt did arrive there. */
  async function rejected(chain: string): Promise<number> {
    const text = await run("nft", ["list", "chain", "inet", tableName(bridge), chain]);
    const packets = text.matchAll(/iifname \S+ counter packets (\d+)/g);
    return [...packets].reduce((sum, [, count]) => sum + Number(count), 0);
  }
});
