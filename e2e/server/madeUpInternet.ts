import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { run } from "../../server/lxd/command.ts";

/** What a lab with a way out may reach: an address of the kind that the Internet has. */
export const PUBLIC = "11.22.33.44";
/** What no lab may reach, though the host can: private, link-local and shared addresses. */
export const NEVER = ["10.9.9.2", "172.20.0.2", "192.168.99.2", "169.254.5.2", "100.64.0.2"];
/** The host's own address on that side: public, but the host. */
export const HOST_SIDE = "11.22.33.1";
/** A name that its name server, at PUBLIC, gives to PUBLIC. */
export const NAME = "exemple.test";
/** The port at which a web server answers, at all of these. */
export const WEB_PORT = 8080;

/**
 * An Internet within this machine: a network namespace with public and other addresses, a web server and a name server,
 * which the host reaches through a pair of interfaces. A guard of its own sees to it that nothing leaves the machine,
 * whatever the rules under test let through: what comes from the guarded bridge is forwarded into the namespace or
 * nowhere, and the namespace's addresses are looked for nowhere else.
 */
export class MadeUpInternet {
  readonly #name: string;
  readonly #servers: ChildProcess[];

  private constructor(name: string, servers: ChildProcess[]) {
    this.#name = name;
    this.#servers = servers;
  }

  /**
   * Guards the bridge, which need not exist yet, then makes the namespace.
   * @param name of at most 15 letters: the namespace's, the interface's and the guard table's. @throws {CommandError}
   */
  static async open(name: string, bridge: string): Promise<MadeUpInternet> {
    await run("nft", ["-f", "-"], { input: guard(name, bridge) });
    const inside = ["-n", name];
    await ip("netns", "add", name);
    await ip("link", "add", name, "type", "veth", "peer", "name", "far", "netns", name);
    await ip("addr", "add", `${HOST_SIDE}/24`, "dev", name);
    await ip("link", "set", name, "up");
    await ip(...inside, "link", "set", "lo", "up");
    await ip(...inside, "link", "set", "far", "up");
    await ip(...inside, "addr", "add", `${PUBLIC}/24`, "dev", "far");
    for (const address of NEVER) {
      await ip(...inside, "addr", "add", `${address}/32`, "dev", "far");
      await ip("route", "add", `${address}/32`, "dev", name);
    }
    const listen = `require("node:http").createServer((_, answer) => answer.end("dehors"))
      .listen(${WEB_PORT}, "0.0.0.0", () => console.log("prêt"))`;
    const web = spawn("nsenter", [`--net=/run/netns/${name}`, process.execPath, "-e", listen], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(web.stdout as NodeJS.ReadableStream, "data");
    const answers = [
      "--keep-in-foreground",
      "--no-hosts",
      "--no-resolv",
      "--user=root",
      "--pid-file=",
    ];
    const where = ["--conf-file=/dev/null", "--bind-interfaces", `--listen-address=${PUBLIC}`];
    const known = [`--host-record=${NAME},${PUBLIC}`, `--local=/${NAME}/`];
    const names = spawn(
      "nsenter",
      [`--net=/run/netns/${name}`, "dnsmasq", ...answers, ...where, ...known],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    return new MadeUpInternet(name, [web, names]);
  }

  /** Forbids the bridge's name server to ask anybody else, this machine's own resolver included. @throws {CommandError} */
  async silenceNames(bridge: string): Promise<void> {
    const pid = (await run("pgrep", ["-x", "-f", `dnsmasq .*--interface=${bridge} .*`])).trim();
    const uid = (await run("stat", ["-c", "%u", `/proc/${pid}`])).trim();
    const asks = `meta skuid ${uid} meta l4proto { tcp, udp } th dport 53`;
    for (const rule of [`ip daddr ${PUBLIC} accept`, `${asks} counter drop`])
      await run("nft", ["add", "rule", "inet", this.#name, "output", ...rule.split(" ")]);
  }

  /** Whether somebody who stands in the namespace gets a connection to an address of this machine. */
  async connectsTo(address: string, port: number): Promise<boolean> {
    await ip("-n", this.#name, "route", "replace", `${address}/32`, "via", HOST_SIDE);
    const dial = `timeout 3 bash -c '</dev/tcp/${address}/${port}'`;
    return run("nsenter", [`--net=/run/netns/${this.#name}`, "bash", "-c", dial]).then(
      () => true,
      () => false,
    );
  }

  /** Takes it away; the guard goes last, with the bridge already gone. */
  async close(): Promise<void> {
    for (const server of this.#servers) server.kill();
    await ip("netns", "del", this.#name);
    // The pair goes with its namespace, a moment later.
    await ip("link", "del", this.#name).catch(() => undefined);
    await run("nft", ["delete", "table", "inet", this.#name]);
  }
}

function ip(...args: string[]): Promise<string> {
  return run("ip", args);
}

function guard(name: string, bridge: string): string {
  return `
table inet ${name} {
  chain forward {
    type filter hook forward priority -300; policy accept;
    iifname "${bridge}" oifname != { "${bridge}", "${name}" } counter drop
  }
  chain output {
    type filter hook output priority -300; policy accept;
    ip daddr { ${[PUBLIC, ...NEVER].join(", ")} } oifname != "${name}" counter drop
  }
}
`;
}
