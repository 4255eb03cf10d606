import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { AtelierError } from "../errors.ts";
import { isApi, sendProblem } from "./problems.ts";

/** Files whose name holds their hash: a browser may keep them for ever (s). */
const FOR_EVER = 31_536_000;

/** Scripts, sheets and fonts: nothing that opens as a document, where policies are what they are for. */
const PARTS = /\.(?:js|css|woff2)(?:\.br|\.gz)?$/;
/** What helmet says to documents; with a small file it would weigh more than the file. */
const FOR_DOCUMENTS = [
  "content-security-policy",
  "referrer-policy",
  "x-dns-prefetch-control",
  "x-download-options",
  "x-frame-options",
  "x-permitted-cross-domain-policies",
  "x-xss-protection",
];

/** Serves the built site. */
export async function serveSite(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    redirect: true,
    cacheControl: false,
    // The build has put compressed copies beside each text.
    preCompressed: true,
    setHeaders(response, path) {
      response.header("vary", "accept-encoding");
      const hashed = path.includes("/_astro/");
      response.header(
        "cache-control",
        hashed ? `public, max-age=${FOR_EVER}, immutable` : "no-cache",
      );
      if (hashed && PARTS.test(path))
        for (const name of FOR_DOCUMENTS) response.raw.removeHeader(name);
    },
  });
}

/** Answers what is not there: the site's own page to readers, a problem document to programs. */
export function answerNotFound(app: FastifyInstance, siteDir: string | undefined): void {
  app.setNotFoundHandler(async (request, reply) => {
    const page = isApi(request) ? undefined : await sitePage(siteDir, "404.html");
    if (page === undefined) return sendProblem(reply, new AtelierError("not-found"));
    return reply.code(404).type("text/html; charset=utf-8").send(page);
  });
}

/** A page of the site that no address leads to; undefined where there is no site, or one that was built without. */
export async function sitePage(
  siteDir: string | undefined,
  name: "404.html" | "500.html",
): Promise<Buffer | undefined> {
  if (!siteDir) return undefined;
  try {
    return await readFile(join(siteDir, name));
  } catch {
    // The problem document will do.
    return undefined;
  }
}
