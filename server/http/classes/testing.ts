import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import pino from "pino";
import { firstToken } from "../../store/instructors.ts";
import { openStore, type Store } from "../../store/store.ts";
import { Recordings } from "../../classes/recordings/recordings.ts";
import { TestRoom } from "../../classes/testRoom.ts";
import { createApp } from "../app.ts";
import type { ClassServices } from "./services.ts";

/** For tests: a server with a store of its own and a small course, without labs, at an hour that the test turns. */
export class TestAtelier {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly clock: { now: number };
  /** Its labs, which have no machines. */
  readonly room: TestRoom;
  readonly recordings: Recordings;
  readonly #dir: string;

  private constructor(app: FastifyInstance, room: TestRoom, store: Store, at: TestPlace) {
    this.app = app;
    this.room = room;
    this.store = store;
    this.clock = at.clock;
    this.#dir = at.dir;
    this.recordings = at.recordings;
  }

  static async open(other: Partial<ClassServices> = {}, publicUrl?: string): Promise<TestAtelier> {
    const dir = await mkdtemp(join(tmpdir(), "atelier-classes-"));
    const store = await openStore({
      dataDir: dir,
      databaseUrl: undefined,
      tell: () => undefined,
    });
    const clock = { now: Date.parse("2026-11-23T08:00:00Z") };
    const slugs = ["lxc/un", "lxd/deux"];
    const course = new Map(
      slugs.map((slug) => [slug, { slug, title: `Leçon ${slug}`, steps: ["a", "b"] }]),
    );
    const room = new TestRoom(store, () => clock.now, slugs);
    const recordings = new Recordings({
      store,
      folder: join(dir, "recordings"),
      failed: (error) => {
        throw error;
      },
      now: () => clock.now,
    });
    await recordings.open();
    const app = await createApp({
      log: pino({ level: "silent" }),
      secret: "s".repeat(32),
      publicUrl,
      previewUrl: undefined,
      siteDir: undefined,
      health: { lxd: undefined, unavailable: "essai", occupancy: undefined },
      services: undefined,
      classes: {
        store,
        secret: "k",
        publicUrl,
        lessons: () => course,
        outlook: () => Promise.resolve(undefined),
        changed: () => undefined,
        oidc: undefined,
        ...room.services,
        recordings,
        now: () => clock.now,
        ...other,
      },
    });
    return new TestAtelier(app, room, store, { clock, dir, recordings });
  }

  /** The first instructor, signed in. */
  async instructor(name = "Zoé Martin"): Promise<Browser> {
    const token = (await firstToken(this.store.db, this.clock.now)) ?? "";
    const browser = this.browser();
    await browser.post("/api/instructors/accounts", { token, name, password: PASSWORD });
    return browser;
  }

  /** A further instructor, whom the first one invites. */
  async invited(by: Browser, name: string): Promise<Browser> {
    const { path } = (await by.post("/api/instructors/invitations")).json<{ path: string }>();
    const token = path.split("#")[1] ?? "";
    const browser = this.browser();
    await browser.post("/api/instructors/accounts", { token, name, password: PASSWORD });
    return browser;
  }

  /** A browser that nobody knows yet. */
  browser(): Browser {
    return new Browser(this.app);
  }

  async close(): Promise<void> {
    this.room.close();
    await this.app.close();
    await this.recordings.close();
    await this.store.close();
    await rm(this.#dir, { recursive: true });
  }
}

interface TestPlace {
  clock: { now: number };
  /** Folder of its data. */
  dir: string;
  recordings: Recordings;
}

/** The password of every instructor of the tests. */
export const PASSWORD = "un long mot de passe";

/** A class as its instructor asks for it. */
export const PLAN = {
  name: "Lundi matin",
  lessons: ["lxc/un"],
  startsAt: "2026-11-23T08:30:00.000Z",
  endsAt: "2026-11-23T11:30:00.000Z",
  size: 30,
  solutions: "open",
  recording: "off",
  retentionDays: 30,
} as const;

/** Keeps cookies as a browser does. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #app: FastifyInstance;

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  get(url: string): Promise<LightMyRequestResponse> {
    return this.ask("GET", url);
  }

  post(url: string, payload?: object): Promise<LightMyRequestResponse> {
    return this.ask("POST", url, payload);
  }

  async ask(
    method: NonNullable<InjectOptions["method"]>,
    url: string,
    payload?: object,
  ): Promise<LightMyRequestResponse> {
    const answer = await this.#app.inject({
      method,
      url,
      headers: { host: "localhost:4321" },
      cookies: Object.fromEntries(this.cookies),
      ...(payload ? { payload } : {}),
    });
    for (const { name, value, maxAge } of answer.cookies)
      if (value === "" || maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, value);
    return answer;
  }
}
