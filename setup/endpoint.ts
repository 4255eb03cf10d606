import { readFile } from "node:fs/promises";
import type { Config } from "../server/config.ts";
import type { LxdEndpoint } from "../server/lxd/endpoint.ts";
import { causeOf, Problem } from "./problems.ts";

/** The endpoint of a configured LXD_URL. @throws {Problem} `lxd-certificate` when a file is missing. */
export async function endpointOf(url: string, config: Config): Promise<LxdEndpoint> {
  if (url.startsWith("unix://")) return { type: "unix", path: url.slice("unix://".length) };
  const [clientCert, clientKey, serverCert] = await Promise.all([
    pem("LXD_CLIENT_CERT", config.lxdClientCert),
    pem("LXD_CLIENT_KEY", config.lxdClientKey),
    pem("LXD_SERVER_CERT", config.lxdServerCert),
  ]);
  return { type: "https", url: url.replace(/\/+$/, ""), clientCert, clientKey, serverCert };
}

async function pem(variable: string, path: string | undefined): Promise<string> {
  if (!path) throw new Problem("lxd-certificate", { cause: `${variable} manque` });
  return await readFile(path, "utf8").catch((error) => {
    throw new Problem("lxd-certificate", { cause: causeOf(error) });
  });
}
