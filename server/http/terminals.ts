import type { FastifyInstance } from "fastify";
import { CLOSE } from "../protocol.ts";
import { TERMINAL_NAME } from "../terminals/studentShell.ts";
import type { LabServices } from "./labs.ts";
import type { Origins } from "./origins.ts";
import { personOf } from "./session.ts";
import { serveSocket } from "./terminalSocket.ts";

/** The terminals' WebSocket, sub-protocol `atelier.v1`. */
export function terminalRoutes(
  app: FastifyInstance,
  { labs, workbench }: LabServices,
  origins: Origins,
): void {
  app.get("/api/labs/:id/terminals/:name", { websocket: true }, (socket, request) => {
    const { id, name } = request.params as { id: string; name: string };
    void serveSocket(origins, socket, request, async () => {
      const person = personOf(request);
      if (!person) return [CLOSE.noSession, "pas de session"];
      if (!TERMINAL_NAME.test(name)) return [CLOSE.notFound, "pas de tel terminal"];
      const lab = labs.find(person, id);
      await labs.ready(lab);
      return (guest) => workbench.attach(lab, name, guest);
    });
  });
}
