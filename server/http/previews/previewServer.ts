import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyBaseLogger } from "fastify";
import { AtelierError } from "../../errors.ts";
import { TooManyTunnels, type PreviewTarget } from "../../labs/ports.ts";
import type { LabRecord } from "../../labs/record.ts";
import { PortRefused } from "../../lxd/tunnel.ts";
import type { PreviewAgents } from "./agents.ts";
import { forward, NoAnswer, REPEATABLE, type Route } from "./forward.ts";
import type { PreviewGate } from "./gate.ts";
import type { PreviewHosts } from "./hosts.ts";
import * as pages from "./pages.ts";
import { forwardUpgrade } from "./upgrade.ts";

/** What stands behind the hosts of previews: nothing of the site, only labs and pages that say why there is none. */
export class PreviewServer {
  readonly #hosts: PreviewHosts;
  readonly #gate: PreviewGate;
  readonly #agents: PreviewAgents;
  readonly #log: FastifyBaseLogger;
  /** Connections of browsers that became WebSockets: no server closes them by itself. */
  readonly #upgraded = new Set<Duplex>();

  constructor(made: {
    hosts: PreviewHosts;
    gate: PreviewGate;
    agents: PreviewAgents;
    log: FastifyBaseLogger;
  }) {
    this.#hosts = made.hosts;
    this.#gate = made.gate;
    this.#agents = made.agents;
    this.#log = made.log;
  }

  /** Whether a request is for a preview, by its `Host` alone. */
  owns(request: Pick<IncomingMessage, "headers">): boolean {
    return this.#hosts.targetOf(request.headers.host) !== undefined;
  }

  /** Answers a request to a preview's host. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const named = this.#hosts.targetOf(request.headers.host);
    const passage = named && this.#gate.judge(request, named);
    if (passage?.do === "admit") {
      const headers = { location: "/", "set-cookie": passage.cookie, "cache-control": "no-store" };
      response.writeHead(303, { ...headers, "referrer-policy": "no-referrer" }).end();
    } else if (passage?.do === "forward") {
      const { lab, target } = passage;
      try {
        await forward(request, response, this.#route(lab, target, request));
      } catch (error) {
        this.#log.debug({ err: error, ...target }, "aperçu");
        if (!response.headersSent) sendPage(request, response, pageOf(error, lab, target));
        else response.destroy();
      }
    } else sendPage(request, response, passage?.page ?? pages.notYours);
  }

  /** Answers a WebSocket's handshake on a preview's host. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on("error", (error) => this.#log.debug({ err: error }, "socket d’aperçu"));
    const named = this.#hosts.targetOf(request.headers.host);
    const passage = named && this.#gate.judge(request, named);
    if (passage?.do !== "forward") return refuseSocket(socket, 401);
    // A page elsewhere could open it with the reader's cookie: only the preview's own may.
    if (!fromItself(request)) return refuseSocket(socket, 403);
    this.#upgraded.add(socket);
    socket.once("close", () => this.#upgraded.delete(socket));
    const { lab, target } = passage;
    try {
      const agent = this.#agents.single(lab, target);
      await forwardUpgrade(request, socket, head, { ...this.#route(lab, target, request), agent });
    } catch (error) {
      this.#log.debug({ err: error, ...target }, "WebSocket d’aperçu");
      refuseSocket(socket, pageOf(error, lab, target).status);
    }
  }

  close(): void {
    for (const socket of this.#upgraded) socket.destroy();
  }

  #route(lab: LabRecord, target: PreviewTarget, { method }: IncomingMessage): Route {
    const kept = REPEATABLE.has(method ?? "");
    return {
      agent: kept ? this.#agents.kept(lab, target) : this.#agents.single(lab, target),
      port: target.port,
      cookie: this.#gate.cookie,
      secure: this.#hosts.secure,
    };
  }
}

/** What is shown for an error on the way to the lab. */
function pageOf(error: unknown, lab: LabRecord, target: PreviewTarget): pages.PreviewPage {
  if (lab.state === "ended") return pages.labOver;
  if (lab.state !== "ready" || error instanceof AtelierError) return pages.labNotReady;
  const machine = lab.machines.length > 1 ? target.machine : undefined;
  if (error instanceof PortRefused) return pages.nothingListens(target.port, machine);
  if (error instanceof TooManyTunnels) return pages.tooBusy;
  return error instanceof NoAnswer ? pages.noAnswer : pages.brokenAnswer;
}

function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  page: pages.PreviewPage,
): void {
  // A body that nobody reads would be taken for the next request.
  request.resume();
  response
    .writeHead(page.status, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": pages.PAGE_POLICY,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    })
    .end(request.method === "HEAD" ? undefined : pages.renderPage(page));
}

/** Whether a handshake comes from a page of the very same host, or from a program, which says no Origin. */
function fromItself({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

function refuseSocket(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
