import type { Config } from "../server/config.ts";
import { LxdClient } from "../server/lxd/client.ts";
import { run } from "../server/lxd/command.ts";
import { startPrivateDaemon } from "../server/lxd/daemon.ts";
import type { LxdChoice } from "../server/lxd/find.ts";
import { serverInfo } from "../server/lxd/serverInfo.ts";
import { endpointOf } from "./endpoint.ts";
import { orProblem, Problem } from "./problems.ts";
import { lxdWithStarter } from "./starter.ts";

/** A daemon that answers and trusts us. */
export interface Daemon {
  client: LxdClient;
  isPrivate: boolean;
  /** French, for the log: which one it is. */
  name: string;
  /** Stops what we started; nothing for a daemon of the system. */
  stop(): Promise<void>;
}

/** Reaches the daemon that was chosen, starting the project's own where that is it. @throws {Problem} */
export async function openDaemon(
  choice: LxdChoice,
  config: Config,
  note: (text: string) => void,
): Promise<Daemon> {
  switch (choice.use) {
    case "none":
      throw refusal(choice);
    case "private": {
      const daemon = await orProblem("daemon-failed", {}, () =>
        lxdWithStarter(config.dataDir, note).then((program) =>
          startPrivateDaemon(config.dataDir, note, program),
        ),
      );
      const client = new LxdClient({ type: "unix", path: daemon.socket });
      return { client, isPrivate: true, name: "LXD de l’atelier", stop: () => daemon.stop() };
    }
    case "install-incus":
      // Its service answers a moment after the package is there; `incus admin waitready` waits for it.
      await orProblem("daemon-failed", {}, () =>
        run("incus", ["admin", "waitready", "--timeout", "60"]),
      );
      return await trusted(`unix://${choice.socket}`, "Incus", config);
    case "system":
      return await trusted(
        `unix://${choice.socket}`,
        choice.kind === "incus" ? "Incus du système" : "LXD du système",
        config,
      );
    case "given":
      return await trusted(choice.url, choice.url, config);
  }
}

/** Why this choice gives no daemon. */
export function refusal(choice: Extract<LxdChoice, { use: "none" }>): Problem {
  if (choice.why === "denied") return new Problem("lxd-denied", { socket: choice.socket });
  return new Problem(choice.why);
}

async function trusted(url: string, name: string, config: Config): Promise<Daemon> {
  const client = new LxdClient(await endpointOf(url, config));
  const server = await orProblem("lxd-unreachable", { url }, () => serverInfo(client));
  if (server.auth !== "trusted") throw new Problem("lxd-untrusted", { url });
  return { client, isPrivate: false, name, stop: async () => undefined };
}
