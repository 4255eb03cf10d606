import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import { AtelierError } from "../errors.ts";
import type { Origins } from "./origins.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Headers that keep a page to itself, and the refusal of requests that other pages cause.
 * @param scripts what the policy calls the scripts that stand in the pages themselves
 */
export async function secure(
  app: FastifyInstance,
  origins: Origins,
  https: boolean,
  scripts: string[],
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        // The site's search is WebAssembly of our own; nothing else may be compiled, or evaluated.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'", ...scripts],
        styleSrc: ["'self'"],
        // Colours of highlighted code are style attributes; sheets and elements stay our own.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 15_552_000 } : false,
    // Without HTTPS browsers ignore it, and say so in the console of every page.
    crossOriginOpenerPolicy: https,
    originAgentCluster: https,
  });

  app.addHook("onRequest", async (request) => {
    if (!origins.allowsHost(request.headers.host)) throw new AtelierError("forbidden");
    if (SAFE_METHODS.has(request.method)) return;
    const { origin, host } = request.headers;
    // A script sends no Origin; a browser does, with every request that changes something.
    if (origin !== undefined && !origins.allowsOrigin(origin, host))
      throw new AtelierError("forbidden");
  });
}
