import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect } from "vitest";
import { run } from "../../server/lxd/command.ts";
import type { Attack, Machine, Scene } from "./attack.ts";

/** Where clouds tell a machine its secrets; an address of nobody (not the lab’s own mirror’s); a private network. */
const BEYOND = ["169.254.169.254", "192.0.2.9", "10.255.255.1", "172.31.255.1", "1.1.1.1"];
/** What else may listen on a host: ssh, http, https, LXD, Docker, PostgreSQL, and the like. */
const PORTS = [22, 80, 111, 443, 2375, 2376, 3000, 4321, 5432, 6379, 8080, 8443, 9100];

/** Whether a TCP connection comes about; one that is refused says so, too. */
async function connects(machine: Machine, address: string, ports: number[]): Promise<string> {
  return await machine.says(
    ports
      .map(
        (port) => `timeout 1 bash -c '</dev/tcp/${address}/${port}' 2>/dev/null && echo ${port} &`,
      )
      .join("\n") + "\nwait",
  );
}

/** Does something with a default route by way of the host, which no lab is given. */
async function withRoute(scene: Scene, work: () => Promise<void>): Promise<void> {
  await scene.attacker.root(`ip route replace default via ${scene.bridge.address}`);
  await work().finally(() => scene.attacker.root("ip route del default"));
}

/** The hardware address that the host knows for an address on the bridge. */
async function known(scene: Scene, address: string): Promise<string> {
  const neighbours = JSON.parse(
    await run("ip", ["-json", "neigh", "show", "dev", scene.bridge.name]),
  ) as { dst: string; lladdr?: string }[];
  return neighbours.find(({ dst }) => dst === address)?.lladdr ?? "";
}

async function pings(machine: Machine, address: string): Promise<boolean> {
  return (await machine.root(`ping -c 1 -W 1 ${address}`)).code === 0;
}

/** Puts the lab's own address and hardware address back. */
const OWN_AGAIN = (address: string, hardware: string) => `
  ip link set eth0 down; ip link set eth0 address ${hardware}; ip link set eth0 up
  ip addr flush dev eth0; ip addr add ${address}/24 dev eth0`;

/** Tells when it listens, and of each question that it hears. */
const DHCP_SERVER = `
import socket
listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
listener.bind(("", 67))
print("prêt", flush=True)
while True:
    print(listener.recvfrom(2000)[1], flush=True)
`;

/** What goes over the wire. */
export const NETWORK: Attack[] = [
  {
    name: "reaching the neighbour, by any protocol",
    async run({ attacker, neighbour }) {
      const address = await neighbour.address();
      await neighbour.root("systemd-run --collect python3 -m http.server 7777");
      await expect.poll(() => connects(neighbour, address, [7777])).toBe("7777");
      expect(await pings(attacker, address)).toBe(false);
      expect(await connects(attacker, address, [22, 7777, 8443])).toBe("");
      expect(await pings(neighbour, await attacker.address())).toBe(false);
      // Answers to a broadcast would tell who is there.
      const heard = await attacker.says(
        `ping -b -c 1 -W 1 255.255.255.255 2>/dev/null | grep -c 'bytes from'`,
      );
      expect(heard).toBe("0");
    },
  },
  {
    name: "reaching the neighbour by way of the host, which sends to any port",
    async run(scene) {
      const { attacker, neighbour, bridge } = scene;
      const [own, other] = [await attacker.address(), await neighbour.address()];
      await neighbour.root(`ip route replace ${own}/32 via ${bridge.address}`);
      await attacker.root(`ip route replace ${other}/32 via ${bridge.address}`);
      try {
        expect(await pings(attacker, other)).toBe(false);
        expect(await connects(attacker, other, [7777])).toBe("");
      } finally {
        await neighbour.root(`ip route del ${own}/32`);
        await attacker.root(`ip route del ${other}/32`);
      }
    },
  },
  {
    name: "reaching ports of the host, LXD's and this server's",
    async run(scene) {
      const { attacker, bridge } = scene;
      const open = createServer();
      open.listen(0, "0.0.0.0");
      await once(open, "listening");
      try {
        const { port } = open.address() as AddressInfo;
        const site = Number(new URL(scene.url).port);
        const hosts = [...new Set([bridge.address, ...(await hostAddresses())])];
        await withRoute(scene, async () => {
          const ports = [port, site, ...PORTS];
          const reached = hosts.map((address) => connects(attacker, address, ports));
          expect(await Promise.all(reached), hosts.join()).toEqual(hosts.map(() => ""));
        });
      } finally {
        open.close();
      }
    },
  },
  {
    name: "the Internet, private networks, a cloud's metadata",
    async run(scene) {
      await withRoute(scene, async () => {
        const reached = BEYOND.map(async (address) => [
          await connects(scene.attacker, address, [53, 80, 443]),
          await pings(scene.attacker, address),
        ]);
        expect(await Promise.all(reached)).toEqual(BEYOND.map(() => ["", false]));
        const names = "timeout 3 getent hosts example.org; timeout 3 getent hosts example.test";
        expect(await scene.attacker.says(names)).toBe("");
      });
    },
  },
  {
    name: "another's address (IP, ARP)",
    async run(scene) {
      const { attacker, neighbour, bridge } = scene;
      const [own, other] = [await attacker.address(), await neighbour.address()];
      const hardware = await attacker.says("cat /sys/class/net/eth0/address");
      expect(await pings(neighbour, bridge.address)).toBe(true);
      const before = await known(scene, other);
      try {
        await attacker.root(`ip addr flush dev eth0; ip addr add ${other}/24 dev eth0
          for i in 1 2; do ip neigh flush all; ping -c 1 -W 1 ${bridge.address}; done`);
        expect(await pings(attacker, bridge.address)).toBe(false);
        expect(await known(scene, other)).toBe(before);
        // And the host's: who has it hears what others say to the host.
        await attacker.root(`ip addr flush dev eth0; ip addr add ${bridge.address}/24 dev eth0
          ping -c 1 -W 1 ${other}`);
        expect(await pings(neighbour, bridge.address)).toBe(true);
      } finally {
        await attacker.root(OWN_AGAIN(own, hardware));
      }
      expect(await pings(attacker, bridge.address)).toBe(true);
    },
  },
  {
    name: "another's hardware address (MAC)",
    async run({ attacker, neighbour, bridge }) {
      const own = await attacker.address();
      const [mine, other] = await Promise.all(
        [attacker, neighbour].map((each) => each.says("cat /sys/class/net/eth0/address")),
      );
      try {
        await attacker.root(`ip link set eth0 down; ip link set eth0 address ${other}; ip link set eth0 up
          ip addr flush dev eth0; ip addr add ${own}/24 dev eth0`);
        expect(await pings(attacker, bridge.address)).toBe(false);
        expect(await pings(neighbour, bridge.address)).toBe(true);
      } finally {
        await attacker.root(OWN_AGAIN(own, mine ?? ""));
      }
      expect(await pings(attacker, bridge.address)).toBe(true);
    },
  },
  {
    name: "a DHCP server of its own",
    async run({ attacker, neighbour }) {
      const before = await neighbour.address();
      // Whoever hears a neighbour ask for an address can answer before the host does.
      const listening = attacker.says(`timeout 4 python3 -c '${DHCP_SERVER}'`, 10);
      await neighbour.root("sleep 1; networkctl renew eth0; networkctl reconfigure eth0; sleep 2");
      expect(await listening).toBe("prêt");
      await expect.poll(() => neighbour.address()).toBe(before);
    },
  },
  {
    name: "IPv6, by which no rule of IPv4 asks",
    async run({ attacker, neighbour, bridge }) {
      await attacker.root("ip -6 addr add fd00::bad/64 dev eth0; sleep 1");
      const seen = await attacker.says(
        "ping -6 -c 2 -W 1 ff02::1%eth0 2>/dev/null | grep -c 'bytes from' || true",
      );
      // Its own answer may come; the neighbour's and the host's may not.
      const linkLocal = await neighbour.says(
        'ip -6 -o addr show eth0 scope link | awk \'{sub("/.*","",$4); print $4}\'',
      );
      if (linkLocal) expect(await pings(attacker, `${linkLocal}%eth0`)).toBe(false);
      expect(Number(seen)).toBeLessThanOrEqual(2);
      const own = await run("ip", ["-6", "-o", "addr", "show", "dev", bridge.name]);
      for (const [, address] of own.matchAll(/inet6 (\S+)\/\d+/g))
        expect(await connects(attacker, `${address}%eth0`, [22, 80, 4321, 8443]), address).toBe("");
    },
  },
];

/** All IPv4 addresses of this machine, but for those within it. */
async function hostAddresses(): Promise<string[]> {
  const links = JSON.parse(await run("ip", ["-4", "-json", "addr", "show"])) as {
    addr_info: { local: string; scope: string }[];
  }[];
  const all = links.flatMap(({ addr_info }) => addr_info);
  return all.filter(({ scope }) => scope === "global").map(({ local }) => local);
}
