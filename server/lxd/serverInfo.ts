import type { LxdKind } from "../protocol.ts";
import type { LxdClient } from "./client.ts";

/** What we read of `GET /1.0`. */
export interface ServerInfo {
  /** `trusted` when this client may do more than look. */
  auth: string;
  environment: {
    /** `lxd` or `incus`. */
    server: LxdKind;
    server_version: string;
    /** Process id of the daemon, as the daemon sees it. */
    server_pid: number;
    storage_supported_drivers: { Name: string }[];
  };
}

/** Asks the daemon who it is. */
export async function serverInfo(client: LxdClient): Promise<ServerInfo> {
  return await client.get<ServerInfo>("/1.0");
}
