import { describeEndpoint, type LxdEndpoint } from "./endpoint.ts";

/** LXD answered, and said no. `status` is its HTTP status (400 for a failed operation). */
export class LxdError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = "LxdError";
    this.status = status;
  }
}

/** Nobody answered at the endpoint: daemon down, socket missing, no right to open it. */
export class LxdUnreachable extends Error {
  /** `EACCES`, `ENOENT`, `ECONNREFUSED`… */
  readonly code: string;
  constructor(endpoint: LxdEndpoint, cause: Error) {
    super(`${describeEndpoint(endpoint)} : ${cause.message}`, { cause });
    this.name = "LxdUnreachable";
    this.code = (cause as NodeJS.ErrnoException).code ?? "UNKNOWN";
  }
}

/** Runs `action`; `undefined` instead of an exception when LXD answers with one of these statuses. */
export async function tolerate<T>(
  statuses: number[],
  action: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof LxdError && statuses.includes(error.status)) return undefined;
    throw error;
  }
}
