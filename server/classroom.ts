import { join } from "node:path";
import type { Logger } from "pino";
import { Boards } from "./classes/boards.ts";
import { Demonstrations } from "./classes/demonstrations.ts";
import { Live } from "./classes/live.ts";
import { Looks } from "./classes/looks.ts";
import { Observer } from "./classes/observer.ts";
import { Recordings } from "./classes/recordings/recordings.ts";
import { ClassRules } from "./classes/rules.ts";
import { Screens } from "./classes/screens.ts";
import type { Config } from "./config.ts";
import type { ClassServices } from "./http/classes/services.ts";
import { entryPath } from "./http/instructors/accounts.ts";
import { Oidc } from "./http/instructors/oidc.ts";
import { ClassHours } from "./labs/classHours.ts";
import type { Engine } from "./labs/engine.ts";
import type { LabObserver } from "./labs/observer.ts";
import type { Reservation } from "./labs/reserve.ts";
import type { Course } from "./manifest.ts";
import { noteIfThere } from "./store/audit.ts";
import { comingClasses } from "./store/classes.ts";
import { firstToken } from "./store/instructors.ts";
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
  /** Notes what students do in their classes. */
  observer: LabObserver;
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
    await recordings.refresh();
  };
  const recordings = new Recordings({ store, folder: join(dataDir, "recordings"), failed, now });
  const living = () => engine?.services.labs.living() ?? [];
  const boards = new Boards(
    {
      store,
      course,
      labs: living,
      showing: (classId) => demonstrations.of(classId),
      now,
    },
    failed,
  );
  const looks = new Looks({
    note: (entry) => void noteIfThere(store.db, entry).catch(failed),
    changed: (classId) => touched(classId),
    now,
  });
  const demonstrations = new Demonstrations((classId) => touched(classId), now);
  const live = new Live({ store, looks, demonstrations, failed, now });
  const touched = (classId: string) => {
    boards.touch(classId);
    live.touch(classId);
    looks.review(classId);
    recordings.touch();
  };
  const observer = new Observer({
    store,
    changed: (classId) => boards.touch(classId),
    failed,
    now,
  });

  await recordings.open();
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
      course,
      boards,
      live,
      looks,
      demonstrations,
      recordings,
      rules: new ClassRules(store, now),
      touched,
      screens: new Screens(boards, living, (lab) =>
        engine ? engine.services.workbench.miniature(lab) : Promise.resolve(undefined),
      ),
      labs: () => engine?.services.labs,
      workbench: () => engine?.services.workbench,
      now,
    },
    reservations: () => hours.reservations,
    observer: {
      checked: (...check) => observer.checked(...check),
      opened: (lab) => observer.opened(lab),
      commandEnded: (...end) => observer.commandEnded(...end),
      wrote: (...output) => recordings.wrote(...output),
    },
    async attach(opened) {
      engine = opened;
      // A server that was killed may have missed to note what its labs remember.
      for (const lab of opened.services.labs.living())
        for (const step of lab.steps)
          if (step.state === "done") await observer.checked(lab, step, "look");
    },
    firstPath: token && entryPath(token),
    round,
    async close() {
      clearInterval(timer);
      boards.close();
      live.close();
      await observer.settle();
      await recordings.close();
      await store.close();
    },
  };
}
