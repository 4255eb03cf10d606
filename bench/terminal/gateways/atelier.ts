import { LxdClient } from "../../../server/lxd/client.ts";
import type { LxdEndpoint } from "../../../server/lxd/endpoint.ts";
import { readConfig } from "../../../server/config.ts";
import { type MachineTemplate } from "../../../server/labs/machine.ts";
import { startServer } from "../../../server/main.ts";

/** What the bench tells the process of our server, as JSON in BENCH_SERVER. */
interface Settings {
  endpoint: LxdEndpoint;
  project: string;
  lab: MachineTemplate;
  dataDir: string;
  manifestPath: string;
}

// Our own server, in a process of its own: BENCH_SERVER says where, arguments are PORT and TERMINAL_BACKEND.
const [PORT = "", TERMINAL_BACKEND = ""] = process.argv.slice(2);
const settings = JSON.parse(process.env.BENCH_SERVER ?? "{}") as Settings;
const { endpoint, project, lab, dataDir, manifestPath } = settings;
const server = await startServer({
  // No machines ahead of need: making them would be measured too.
  config: readConfig({
    PORT,
    TERMINAL_BACKEND,
    LABS_WARM: "0",
    LOG_LEVEL: "warn",
    ATELIER_DATA: dataDir,
  }),
  lxd: new LxdClient(endpoint, project),
  lab,
  manifestPath,
});
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
