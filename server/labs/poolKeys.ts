import { createHash } from "node:crypto";
import type { LxdClient } from "../lxd/client.ts";
import type { Instance } from "../lxd/instances.ts";
import type { MachineTemplate } from "./machine.ts";

const STATE = "user.atelier.state";
const VERSION = "user.atelier.version";

/** A machine of the pool: being made, or ready to become a lab. */
export type PoolState = "pooling" | "pooled";

/** What an instance is to the pool; `undefined` for a lab. */
export function poolStateOf(instance: Instance): PoolState | undefined {
  const state = instance.config[STATE];
  return state === "pooling" || state === "pooled" ? state : undefined;
}

/** Of what a pooled machine was made. */
export function poolVersionOf(instance: Instance): string | undefined {
  return instance.config[VERSION];
}

/** Keys of a machine that is being made for the pool. */
export function newPoolKeys(version: string): Record<string, string> {
  return { [STATE]: "pooling" satisfies PoolState, [VERSION]: version };
}

/** The change that makes it one to be claimed. */
export const POOLED_KEYS = { [STATE]: "pooled" satisfies PoolState };

/** The change that withdraws it from all claims. */
export const CONDEMNED_KEYS = { [STATE]: "pooling" satisfies PoolState };

/** Names image, profile and way out as they are now: a machine of another version is out of date. */
export async function templateVersion(
  client: LxdClient,
  { image, profile, internet = false }: MachineTemplate,
): Promise<string> {
  const { target } = await client.get<{ target: string }>(`/1.0/images/aliases/${image}`);
  const { config, devices } = await client.get<{ config: object; devices: object }>(
    `/1.0/profiles/${profile}`,
  );
  const hash = createHash("sha256")
    .update(target)
    .update(JSON.stringify([config, devices, internet]));
  return hash.digest("hex").slice(0, 16);
}
