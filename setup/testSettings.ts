import { join } from "node:path";
import type { Config } from "../server/config.ts";
import { readSettings } from "./settings.ts";

/**
 * The configuration for tests: a data folder, an LXD project and a port of their own,
 * so that they may run beside an atelier that is in use, and may be hard on what they run on.
 */
export function testSettings(): Config {
  return aside("test");
}

/** The same for benchmarks. */
export function benchSettings(): Config {
  return aside("bench");
}

function aside(name: string): Config {
  const config = readSettings();
  return {
    ...config,
    host: "127.0.0.1",
    port: 0,
    publicUrl: undefined,
    previewUrl: undefined,
    databaseUrl: undefined,
    oidc: undefined,
    dataDir: join(config.dataDir, name),
    lxdProject: `${config.lxdProject}-${name}`,
    logLevel: "warn",
  };
}
