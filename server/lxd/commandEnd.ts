import type { LxdClient } from "./client.ts";
import { LxdError, tolerate } from "./errors.ts";
import { type Operation, waitOperation } from "./operations.ts";

/** What the operation of an exec tells of its command. */
export interface CommandEnd extends Record<string, unknown> {
  /** Exit status. */
  return: number;
}

/**
 * Waits for the end of a command, `timeout` in ms. To Incus, and to newer LXD, one that ends with 126 or 127 is an
 * operation that failed, be it a script whose last command is missing. Its status, and what was recorded of it, are
 * told all the same.
 * @throws {LxdError} when there is no such status: the command never ran, or has not ended.
 */
export async function waitCommand<M extends CommandEnd>(
  client: LxdClient,
  operation: string,
  timeout?: number,
): Promise<Operation<M>> {
  try {
    return await waitOperation<M>(client, operation, timeout);
  } catch (error) {
    if (!(error instanceof LxdError)) throw error;
    const ended = await tolerate([404], () => client.get<Operation<M>>(operation));
    if ((ended?.metadata?.return ?? -1) < 0) throw error;
    return ended as Operation<M>;
  }
}
