import type { FastifyInstance, FastifyRequest } from "fastify";
import { AtelierError } from "../../errors.ts";
import type { ClassPlan } from "../../protocol-classes.ts";
import { type AuditAction, note } from "../../store/audit.ts";
import {
  addHolder,
  changeClass,
  classById,
  type Class,
  classesOf,
  closeClass,
  createClass,
  deleteClass,
  removeHolder,
} from "../../store/classes.ts";
import { parse } from "../problems.ts";
import { preflightOf } from "./preflight.ts";
import { qrSvg } from "./qr.ts";
import { heldOf, signedInOf } from "./roles.ts";
import { bodies, described } from "./schemas.ts";
import type { ClassServices } from "./services.ts";
import { classView, linkOf, storedPlan, wirePlan } from "./views.ts";

/** What an instructor does with classes. */
export function classRoutes(app: FastifyInstance, services: ClassServices): void {
  const { store, now } = services;

  const originOf = (request: FastifyRequest) =>
    services.publicUrl ? new URL(services.publicUrl).origin : `http://${request.host}`;
  const view = (request: FastifyRequest, each: Class) =>
    classView(services, each, originOf(request));
  const again = async (request: FastifyRequest) => {
    const changed = await classById(store.db, heldOf(request).id);
    if (!changed) throw new AtelierError("no-such-class");
    return await view(request, changed);
  };
  const noted = (
    request: FastifyRequest,
    id: string,
    action: AuditAction,
    detail: Record<string, string | number> = {},
  ) => note(store.db, { at: now(), class: id, by: signedInOf(request).instructor, action, detail });

  /** @throws {AtelierError} `bad-request` for lessons that are not in the course, or hours the wrong way round */
  const sound = (plan: ClassPlan): ClassPlan => {
    const course = services.lessons();
    const missing = plan.lessons.find((slug) => !course.has(slug));
    if (missing !== undefined)
      throw new AtelierError("bad-request", {
        detail: `La leçon «\u00a0${missing}\u00a0» n’est pas dans le cours.`,
      });
    if (Date.parse(plan.startsAt) >= Date.parse(plan.endsAt))
      throw new AtelierError("bad-request", { detail: "La fin doit venir après le début." });
    return plan;
  };

  app.get(
    "/api/classes",
    { schema: described("The instructor's classes, the latest to begin first", "classes") },
    async (request) => {
      const mine = await classesOf(store.db, signedInOf(request).instructor.id);
      return await Promise.all(mine.map((each) => view(request, each)));
    },
  );

  app.post(
    "/api/classes",
    { schema: described("Makes a class", "class", "plan", 201) },
    async (request, reply) => {
      const plan = storedPlan(sound(parse(bodies.plan, request.body)));
      const made = await createClass(store.db, plan, signedInOf(request).instructor.id, now());
      await noted(request, made.id, "class-created");
      services.changed();
      return reply.code(201).send(await view(request, made));
    },
  );

  app.get("/api/classes/:id", { schema: described("A class", "class") }, async (request) =>
    view(request, heldOf(request)),
  );

  app.patch(
    "/api/classes/:id",
    { schema: described("Changes what is named of a class", "class", "change") },
    async (request) => {
      const held = heldOf(request);
      const named = parse(bodies.change, request.body);
      const given = Object.fromEntries(Object.entries(named).filter(([, v]) => v !== undefined));
      const plan = sound({ ...wirePlan(held), ...given });
      await changeClass(store.db, held.id, storedPlan(plan));
      await noted(request, held.id, "class-changed", { what: Object.keys(given).join(", ") });
      services.changed();
      services.touched(held.id);
      return await again(request);
    },
  );

  app.delete(
    "/api/classes/:id",
    { schema: described("Deletes a class with everybody and everything in it") },
    async (request, reply) => {
      const { id } = heldOf(request);
      await deleteClass(store.db, id);
      services.changed();
      services.touched(id);
      return reply.code(204).send();
    },
  );

  for (const [verb, action] of [
    ["close", "class-closed"],
    ["open", "class-opened"],
  ] as const)
    app.post(
      `/api/classes/:id/${verb}`,
      {
        schema: described(
          verb === "close" ? "Lets nobody join any more" : "Lets people join again",
          "class",
        ),
      },
      async (request) => {
        const { id } = heldOf(request);
        await closeClass(store.db, id, verb === "close" ? now() : null);
        await noted(request, id, action);
        services.changed();
        services.touched(id);
        return await again(request);
      },
    );

  app.post(
    "/api/classes/:id/duplicate",
    {
      schema: described(
        "The same class again, with another code and nobody in it",
        "class",
        undefined,
        201,
      ),
    },
    async (request, reply) => {
      const plan = storedPlan(wirePlan(heldOf(request)));
      const made = await createClass(store.db, plan, signedInOf(request).instructor.id, now());
      await noted(request, made.id, "class-created");
      services.changed();
      return reply.code(201).send(await view(request, made));
    },
  );

  app.get(
    "/api/classes/:id/qr.svg",
    { schema: { summary: "QR code of the class's link", produces: ["image/svg+xml"] } },
    async (request, reply) =>
      reply
        .type("image/svg+xml; charset=utf-8")
        .send(qrSvg(linkOf(heldOf(request), originOf(request)))),
  );

  app.get(
    "/api/classes/:id/preflight",
    { schema: described("Whether the class fits on this machine", "preflight") },
    async (request) => preflightOf(heldOf(request).size, await services.outlook()),
  );

  app.put(
    "/api/classes/:id/instructors/:instructor",
    { schema: described("Lets another instructor hold the class", "class") },
    async (request) => {
      const { id } = heldOf(request);
      const { instructor } = request.params as { instructor: string };
      if (!(await addHolder(store.db, id, instructor, now())))
        throw new AtelierError("no-such-instructor");
      await noted(request, id, "instructor-added", { instructor });
      return await again(request);
    },
  );

  app.delete(
    "/api/classes/:id/instructors/:instructor",
    { schema: described("Takes the class from an instructor, never from the last one") },
    async (request, reply) => {
      const { id } = heldOf(request);
      const { instructor } = request.params as { instructor: string };
      if (!(await removeHolder(store.db, id, instructor))) throw new AtelierError("last-holder");
      await noted(request, id, "instructor-removed", { instructor });
      return reply.code(204).send();
    },
  );
}
