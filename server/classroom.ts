import type { Logger } from "pino";
import type { Config } from "./config.ts";
import type { ClassServices } from "./http/classes/services.ts";
import { entryPath } from "./http/instructors/accounts.ts";
import { Oidc } from "./http/instructors/oidc.ts";
import { ClassHours } from "./labs/classHours.ts";
import type { Engine } from "./labs/engine.ts";
import type { LabRecord } from "./labs/record.ts";
import type { Reservation } from "./labs/reserve.ts";
import type { Course } from "./manifest.ts";
import type { StepResult } from "./protocol.ts";
import { comingClasses } from "./store/classes.ts";
import { firstToken } from "./store/instructors.ts";
import { noteStepOf } from "./store/progress.ts";
import { eraseOverdue } from "./store/retention.ts";
import { openStore } from "./store/store.ts";

/** How often it is looked whether something is to be erased, and machines to be held (ms). */
const ROUND = 60_000;

/** What classes run on. */
export interface ClassroomOptions {
  config: Config;
  /** Signs cookies, and keys the hashes of personal codes. */
  secret: string;
  course: Course;
  log: Logger;
  now?: () => number;
}

/** People and classes of a running server. */
export interface Classroom {
  services: ClassServices;
  /** Machines that classes hold. */
  reservations(): readonly Reservation[];
  /** Notes a step of a lab in its student's classes; never fails, for the lab's sake. */
  heard(lab: LabRecord, result: StepResult): Promise<void>;
  /** Takes up the labs, which are opened after the classes that they serve. */
  attach(engine: Engine): Promise<void>;
  /** Path of the link that opens the first account; undefined where there is one. */
  firstPath: string | undefined;
  /** Does what is due by now: tests need not wait for it. */
  round(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the store and what is made of it. @throws {StoreError} in French */
export async function openClassroom(options: ClassroomOptions): Promise<Classroom> {
  const { config, secret, course, log, now = Date.now } = options;
  const { dataDir, databaseUrl } = config;
  const store = await openStore({ dataDir, databaseUrl, tell: (text) => log.info(text) });
  const hours = new ClassHours();
  let engine: Engine | undefined;

  const hold = async () => hours.take(await comingClasses(store.db, now()));
  const failed = (error: unknown) => log.error({ err: error }, "classes\u00a0: travail de fond");
  const round = async () => {
    const { classes, backups } = await eraseOverdue(store, now());
    if (classes.length + backups > 0)
      log.info({ classes: classes.length, backups }, "effacé, comme promis");
    await hold();
  };
  const heard = async ({ owner, lesson }: LabRecord, { id, state }: StepResult) => {
    const step = { lesson: lesson.slug, step: id, state };
    await noteStepOf(store.db, owner, step, now()).catch(failed);
  };

  await round();
  const timer = setInterval(() => void round().catch(failed), ROUND);
  const token = await firstToken(store.db, now());
  return {
    services: {
      store,
      secret,
      publicUrl: config.publicUrl,
      lessons: () =>
        new Map(
          [...course.values()].map(({ slug, title, steps }) => [
            slug,
            { slug, title, steps: steps.map(({ id }) => id) },
          ]),
        ),
      outlook: () => engine?.outlook() ?? Promise.resolve(undefined),
      changed: () => void hold().catch(failed),
      oidc: config.oidc && new Oidc(config.oidc),
      now,
    },
    reservations: () => hours.reservations,
    heard,
    async attach(opened) {
      engine = opened;
      // A server that was killed may have missed to note what its labs remember.
      for (const lab of opened.services.labs.living())
        for (const step of lab.steps) if (step.state === "done") await heard(lab, step);
    },
    firstPath: token && entryPath(token),
    round,
    async close() {
      clearInterval(timer);
      await store.close();
    },
  };
}
