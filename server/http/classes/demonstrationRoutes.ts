import type { FastifyInstance } from "fastify";
import { AtelierError } from "../../errors.ts";
import { CLOSE } from "../../protocol.ts";
import type { Origins } from "../origins.ts";
import { personOf } from "../session.ts";
import { serveSocket } from "../terminalSocket.ts";
import { heldOf, ownMember, signedInOf } from "./roles.ts";
import { described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";

/** How an instructor shows a terminal of their own lab to the class, and how students look on. */
export function demonstrationRoutes(
  app: FastifyInstance,
  services: ClassServices,
  origins: Origins,
): void {
  const { demonstrations } = services;

  app.put(
    "/api/classes/:id/demonstration",
    {
      schema: described(
        "Shows the class the terminal of this browser's own lab that was written to last",
      ),
    },
    async (request, reply) => {
      const person = personOf(request);
      const workbench = services.workbench();
      const own = (services.labs()?.living() ?? []).filter(
        ({ owner, state }) => owner === person && state === "ready",
      );
      const open = own.flatMap((lab) => {
        const terminal = workbench?.latest(lab.id);
        return terminal ? [{ lab, terminal }] : [];
      });
      const [latest] = open.sort((a, b) => b.lab.activeAt - a.lab.activeAt);
      if (!person || !latest) throw new AtelierError("nothing-to-show");
      demonstrations.show(heldOf(request).id, { by: signedInOf(request).instructor, ...latest });
      return reply.code(204).send();
    },
  );

  app.delete(
    "/api/classes/:id/demonstration",
    { schema: described("Shows the class no terminal any more") },
    async (request, reply) => {
      demonstrations.end(heldOf(request).id);
      return reply.code(204).send();
    },
  );

  app.get(
    "/api/classes/me/:member/demonstration",
    { websocket: true, schema: { hide: true } },
    (socket, request) => {
      void serveSocket(origins, socket, request, async () => {
        const { class: classId } = ownMember(request);
        const shown = demonstrations.of(classId);
        const workbench = services.workbench();
        if (!shown || !workbench) return [CLOSE.notFound, "pas de démonstration"] as const;
        return async (guest) => {
          const watch = { mayType: () => false };
          const attachment = await workbench.watch(shown.lab, shown.terminal, { ...guest, watch });
          const left = demonstrations.join(classId, () =>
            guest.socket.close(CLOSE.labEnded, "démonstration finie"),
          );
          return {
            ...attachment,
            detach: (cut: boolean) => {
              left();
              attachment.detach(cut);
            },
          };
        };
      });
    },
  );
}
