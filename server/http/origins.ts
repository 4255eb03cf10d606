import { isIP } from "node:net";
import { hostname } from "node:os";

/** Decides which pages may talk to the server. */
export interface Origins {
  /** Whether a request may be for us: a foreign `Host` is a DNS rebinding. */
  allowsHost(host: string | undefined): boolean;
  /** Whether a request with this `Origin` comes from the site itself, served under this `Host`. */
  allowsOrigin(origin: string | undefined, host: string | undefined): boolean;
}

/**
 * With a public address, only that; without, the names that can only mean this machine:
 * localhost, its own name, and IP addresses (a page cannot be rebound to those).
 */
export function originsOf(publicUrl: string | undefined): Origins {
  const official = publicUrl ? new URL(publicUrl) : undefined;
  const local = new Set(["localhost", hostname().toLowerCase()]);
  const allowsHost = (host: string | undefined) => {
    const name = nameOf(host);
    if (!name) return false;
    return name === official?.hostname || local.has(name) || isIP(name) > 0;
  };
  return {
    allowsHost,
    allowsOrigin(origin, host) {
      if (!origin || !URL.canParse(origin)) return false;
      const url = new URL(origin);
      if (official && url.origin === official.origin) return true;
      return url.host === host?.toLowerCase() && url.protocol === "http:" && allowsHost(host);
    },
  };
}

/** `localhost:4321` → `localhost`, `[::1]:4321` → `::1`. */
function nameOf(host: string | undefined): string | undefined {
  if (!host || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "");
}
