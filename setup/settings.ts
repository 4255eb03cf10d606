import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { loadEnvFile } from "node:process";
import { readConfig, type Config } from "../server/config.ts";

/** The checkout. */
export const ROOT = resolve(import.meta.dirname, "..");

/**
 * The configuration, from the environment and from `.env`, which the environment outdoes; `dataDir` is absolute.
 * @throws {ConfigError}
 */
export function readSettings(): Config {
  const file = resolve(ROOT, ".env");
  if (existsSync(file)) loadEnvFile(file);
  const config = readConfig(process.env);
  return { ...config, dataDir: resolve(ROOT, config.dataDir) };
}
