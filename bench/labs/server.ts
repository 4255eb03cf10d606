import { LxdClient } from "../../server/lxd/client.ts";
import type { LxdEndpoint } from "../../server/lxd/endpoint.ts";
import { readConfig } from "../../server/config.ts";
import type { MachineTemplate } from "../../server/labs/machine.ts";
import { startServer } from "../../server/main.ts";

/** What the bench tells the process of our server, as JSON in BENCH_SERVER. */
export interface ServerSettings {
  endpoint: LxdEndpoint;
  project: string;
  lab: MachineTemplate;
  manifestPath: string;
  /** Folder of the built site, for a browser. */
  siteDir?: string;
  /** Variables of its configuration. */
  env: Record<string, string>;
}

// Our own server, in a process of its own; its argument is its port.
const [PORT = ""] = process.argv.slice(2);
const { endpoint, project, lab, manifestPath, siteDir, env } = JSON.parse(
  process.env.BENCH_SERVER ?? "{}",
) as ServerSettings;
const server = await startServer({
  config: readConfig({ LOG_LEVEL: "warn", ...env, PORT }),
  lxd: new LxdClient(endpoint, project),
  lab,
  manifestPath,
  ...(siteDir ? { siteDir } : {}),
});
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
