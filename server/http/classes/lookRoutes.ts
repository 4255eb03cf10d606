import type { FastifyInstance } from "fastify";
import { CLOSE } from "../../protocol.ts";
import { classById, isUnderWay } from "../../store/classes.ts";
import { memberIn } from "../../store/members.ts";
import { TERMINAL_NAME } from "../../terminals/studentShell.ts";
import type { Origins } from "../origins.ts";
import { serveSocket } from "../terminalSocket.ts";
import { heldOf, signedInOf, stillHolds } from "./roles.ts";
import type { ClassServices } from "./services.ts";

/** How often it is made sure that who looks still may, though nothing of the class changed (ms). */
const GUARD = 20_000;

/** How an instructor looks at a student's terminal, over the terminals' own sub-protocol; the student sees who. */
export function lookRoutes(app: FastifyInstance, services: ClassServices, origins: Origins): void {
  const { store, looks, now } = services;

  app.get(
    "/api/classes/:id/members/:member/terminals/:name",
    {
      websocket: true,
      schema: { summary: "A student’s terminal, live: a WebSocket, sub-protocol atelier.v1" },
    },
    (socket, request) => {
      const { member, name } = request.params as { member: string; name: string };
      void serveSocket(origins, socket, request, async () => {
        const held = heldOf(request);
        const by = signedInOf(request).instructor;
        const workbench = services.workbench();
        // Only while the class is under way does a student's page say who looks.
        const lookable = async () => {
          const klass = await classById(store.db, held.id);
          const still = klass && isUnderWay(klass, now());
          return still ? await memberIn(store.db, held.id, member) : undefined;
        };
        const found = await lookable();
        // A lab of another lesson is the student's own affair.
        const lab = services
          .labs()
          ?.living()
          .find(
            ({ owner, lesson }) => owner === found?.owner && held.lessons.includes(lesson.slug),
          );
        const there = TERMINAL_NAME.test(name) && lab?.state === "ready" && lab.opened.has(name);
        if (!found || !lab || !workbench || !there)
          return [CLOSE.notFound, "pas de tel terminal"] as const;
        return async (guest) => {
          const place = { class: held.id, member: found, by, terminal: name };
          const review = () => {
            const may = async () => (await stillHolds(request, services)) && (await lookable());
            may().then(
              (still) => void (still || guest.socket.close(CLOSE.notAllowed, "plus permis")),
              (error: unknown) => request.log.error({ err: error }, "regard"),
            );
          };
          // The student is told before the first byte is sent.
          const look = looks.begin(place, {
            tell: (state) => guest.socket.tell({ type: "keyboard", state }),
            review,
          });
          const mayType = () => look.keyboard === "held";
          try {
            const attachment = await workbench.watch(lab, name, { ...guest, watch: { mayType } });
            const guard = setInterval(review, GUARD);
            return {
              ...attachment,
              keyboard: (want: boolean) => looks.ask(look, want),
              detach: (cut: boolean) => {
                clearInterval(guard);
                looks.end(look);
                attachment.detach(cut);
              },
            };
          } catch (error) {
            looks.end(look);
            throw error;
          }
        };
      });
    },
  );
}
