import { AtelierError } from "../errors.ts";
import type { LabRecord } from "./record.ts";

/** How many labs there may be at a time. */
export interface Quotas {
  /** In all. */
  max: number;
  /** For one person. */
  perUser: number;
  /** For one address: a class behind one router shares it. */
  perAddress: number;
}

/** What a refused person is told to wait (s). */
export const RETRY_AFTER = 60;

/**
 * Refuses a lab more than there may be.
 * @param living labs that live now, and those about to.
 * @throws {AtelierError} `labs-full`, `too-many-labs-here`.
 */
export function admit(origin: string, living: Pick<LabRecord, "origin">[], quotas: Quotas): void {
  if (living.length >= quotas.max) throw new AtelierError("labs-full", { retryAfter: RETRY_AFTER });
  const here = living.filter((lab) => lab.origin === origin).length;
  if (origin && here >= quotas.perAddress)
    throw new AtelierError("too-many-labs-here", { retryAfter: RETRY_AFTER });
}
