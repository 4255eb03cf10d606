import { EventEmitter } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { PreviewServer } from "./previewServer.ts";

/**
 * Sends what is for a preview's host past all that the site is made of: to be called before anything else takes
 * part in requests, since the first hook decides.
 * @returns where the site's own WebSocket handshakes come out
 */
export function dispatchPreviews(
  app: FastifyInstance,
  previews: PreviewServer | undefined,
): EventEmitter {
  const siteUpgrades = new EventEmitter();
  app.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (previews?.owns(request)) void previews.upgrade(request, socket, head);
    else siteUpgrades.emit("upgrade", request, socket, head);
  });
  if (!previews) return siteUpgrades;
  app.addHook("onRequest", (request, reply, done) => {
    if (!previews.owns(request.raw)) return done();
    // Not `done`: no other hook, no route of the site ever sees it.
    reply.hijack();
    const { raw } = request;
    raw.url = originalUrl(raw);
    void previews.handle(raw, reply.raw);
  });
  app.addHook("preClose", async () => previews.close());
  return siteUpgrades;
}

/** As the `server` option of @fastify/websocket, which only listens to its upgrades. */
export function asServer(upgrades: EventEmitter): Server {
  return upgrades as Server;
}

/** Fastify's `rewriteUrl`: its router refuses paths that are no good UTF-8, and a lab may have such. */
export function siteUrl(
  previews: PreviewServer,
): (request: Pick<IncomingMessage, "url" | "headers">) => string {
  return (request) => (previews.owns(request) ? "/" : (request.url ?? "/"));
}

function originalUrl(request: IncomingMessage): string {
  return (request as IncomingMessage & { originalUrl?: string }).originalUrl ?? request.url ?? "/";
}
