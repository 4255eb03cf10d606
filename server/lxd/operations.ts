import type { LxdClient, LxdRequest } from "./client.ts";
import { LxdError } from "./errors.ts";

/** A background operation of LXD. */
export interface Operation<M = Record<string, unknown>> {
  id: string;
  status: string;
  status_code: number;
  metadata: M | null;
  err: string;
}

/** How long an operation may take before we stop waiting (ms). */
const OPERATION_TIMEOUT = 120_000;

/**
 * Sends a request and waits for the operation that it starts.
 * @throws {LxdError} with the operation's own message when it fails.
 * @see https://documentation.ubuntu.com/lxd/latest/rest-api/#background-operation
 */
export async function runOperation<M = Record<string, unknown>>(
  client: LxdClient,
  method: string,
  path: string,
  request: LxdRequest = {},
): Promise<Operation<M>> {
  const timeout = request.timeout ?? OPERATION_TIMEOUT;
  const { operation } = await client.request(method, path, request);
  if (!operation) throw new LxdError(500, `${method} ${path}: pas d’opération en réponse`);
  return await waitOperation<M>(client, operation, timeout);
}

/** What Incus answers to one who has waited long enough, where LXD gives an operation that still runs. */
const WAITED = "context deadline exceeded";

/** Waits for an operation's end. `timeout` in ms. @throws {LxdError} its own; 504 when it is not over in time. */
export async function waitOperation<M>(
  client: LxdClient,
  operation: string,
  timeout = OPERATION_TIMEOUT,
): Promise<Operation<M>> {
  const seconds = Math.ceil(timeout / 1000);
  const unfinished = new LxdError(504, `opération non finie en ${seconds} s`);
  const query = { timeout: String(seconds) };
  const { metadata: result } = await client
    .request<Operation<M>>("GET", `${operation}/wait`, { query, timeout: timeout + 10_000 })
    .catch((error: Error) => {
      throw error.message === WAITED ? unfinished : error;
    });
  if (result.status_code < 200) throw unfinished;
  if (result.status_code >= 400) throw new LxdError(400, result.err || result.status);
  return result;
}
