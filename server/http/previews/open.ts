import type { FastifyBaseLogger } from "fastify";
import type { LabServices } from "../labs.ts";
import { PreviewAgents } from "./agents.ts";
import { PreviewGate } from "./gate.ts";
import { previewHosts, type PreviewHosts } from "./hosts.ts";
import { Passes } from "./passes.ts";
import { PreviewServer } from "./previewServer.ts";

/** All that previews are made of. */
export interface Previews {
  hosts: PreviewHosts;
  gate: PreviewGate;
  server: PreviewServer;
}

/** Puts the parts of previews together. */
export function openPreviews(
  options: {
    secret: string;
    publicUrl: string | undefined;
    previewUrl: string | undefined;
    log: FastifyBaseLogger;
  },
  { labs, ports }: LabServices,
): Previews {
  const { log } = options;
  const hosts = previewHosts(options.previewUrl, options.publicUrl);
  const gate = new PreviewGate(hosts, labs, new Passes(options.secret));
  const server = new PreviewServer({ hosts, gate, agents: new PreviewAgents(ports), log });
  return { hosts, gate, server };
}
