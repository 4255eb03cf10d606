import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** What a pass opens: one port of one machine of one person's lab. */
export interface PassSubject {
  lab: string;
  machine: string;
  port: number;
  owner: string;
}

/** A ticket is in an address, once and for a minute; a pass is in a cookie, as long as a lab may live. */
type Kind = "ticket" | "pass";

/** How long each is good for (ms). */
const LIFE: Record<Kind, number> = { ticket: 60_000, pass: 24 * 3600_000 };

/**
 * Proofs that the holder is the lab's owner, as `expiry.nonce.signature`. They tell nothing: what they are for is in
 * the signature alone, so that a proof for one port is none for another.
 */
export class Passes {
  readonly #key: Buffer;
  readonly #now: () => number;
  /** Tickets that were used, with their expiry (epoch, ms), until then. */
  readonly #used = new Map<string, number>();

  /** @param secret the key that signs cookies */
  constructor(secret: string, now: () => number = Date.now) {
    this.#key = createHmac("sha256", secret).update("previews").digest();
    this.#now = now;
  }

  issue(kind: Kind, subject: PassSubject): string {
    const head = `${this.#now() + LIFE[kind]}.${randomBytes(9).toString("base64url")}`;
    return `${head}.${this.#sign(kind, subject, head)}`;
  }

  /** Whether it is good for that; a ticket is not, after this. */
  accepts(kind: Kind, subject: PassSubject, proof: string): boolean {
    const [expiry, nonce, signature] = proof.split(".");
    if (!expiry || !nonce || !signature) return false;
    const expected = Buffer.from(this.#sign(kind, subject, `${expiry}.${nonce}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    if (Number(expiry) <= this.#now()) return false;
    return kind === "pass" || this.#useUp(nonce, Number(expiry));
  }

  #useUp(nonce: string, expiry: number): boolean {
    for (const [old, until] of this.#used) if (until <= this.#now()) this.#used.delete(old);
    if (this.#used.has(nonce)) return false;
    this.#used.set(nonce, expiry);
    return true;
  }

  #sign(kind: Kind, { lab, machine, port, owner }: PassSubject, head: string): string {
    const text = JSON.stringify([kind, lab, machine, port, owner, head]);
    return createHmac("sha256", this.#key).update(text).digest("base64url");
  }
}
