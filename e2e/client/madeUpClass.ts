import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import pino from "pino";
import { TestRoom } from "../../server/classes/testRoom.ts";
import { createApp } from "../../server/http/app.ts";
import type { LabRecord } from "../../server/labs/record.ts";
import { readManifest } from "../../server/manifest.ts";
import type { ClassView } from "../../server/protocol-classes.ts";
import { firstToken } from "../../server/store/instructors.ts";
import { membersOf } from "../../server/store/members.ts";
import { openStore, type Store } from "../../server/store/store.ts";
import { LabClient } from "./labClient.ts";

const SITE = join(import.meta.dirname, "..", "..", "dist");
const MINUTE = 60_000;

/** The lessons of the class: those of the course with the most steps would make a wide map. */
const LESSONS = 3;
const NAMES =
  "Adèle Aïcha Antoine Baptiste Camille Chloé Diego Élise Émile Fatou Gabriel Hugo Inès Jules Karim Léa Lina Louis Maël Manon Nadia Noé Océane Paul Quentin Rania Sacha Théo Yasmine Zoé".split(
    " ",
  );
const ERRORS = [
  "bash: lcx: commande introuvable",
  "Error: Instance not found",
  "Error: No such container: web",
  "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
];

/** A class of made-up students over the real HTTP, store, board and pages, with labs that have no machines. */
export class MadeUpClass {
  readonly url: string;
  readonly klass: ClassView;
  readonly instructor: LabClient;
  readonly room: TestRoom;
  readonly store: Store;
  readonly #app: FastifyInstance;
  readonly #dir: string;

  private constructor(
    made: Pick<MadeUpClass, "url" | "klass" | "instructor" | "room" | "store">,
    app: FastifyInstance,
    dir: string,
  ) {
    this.url = made.url;
    this.klass = made.klass;
    this.instructor = made.instructor;
    this.room = made.room;
    this.store = made.store;
    this.#app = app;
    this.#dir = dir;
  }

  /** Begins a class an hour ago. @param clock epoch, ms: turned back while the past is made */
  static async begin(count: number): Promise<MadeUpClass> {
    const dir = await mkdtemp(join(tmpdir(), "atelier-class-"));
    const store = await openStore({ dataDir: dir, databaseUrl: undefined, tell: () => undefined });
    const clock = { behind: 60 * MINUTE };
    const now = () => Date.now() - clock.behind;
    const course = await readManifest(join(SITE, "course.json"));
    const slugs = [...course.values()].filter(({ steps }) => steps.length > 0).slice(0, LESSONS);
    const room = new TestRoom(store, now, []);
    for (const lesson of slugs) room.course.set(lesson.slug, lesson);
    const outlines = slugs.map(({ slug, title, steps }) => ({
      slug,
      title,
      steps: steps.map(({ id }) => id),
    }));
    const app = await createApp({
      log: pino({ level: "silent" }),
      secret: "s".repeat(32),
      publicUrl: undefined,
      previewUrl: undefined,
      siteDir: join(SITE, "site"),
      health: { lxd: undefined, unavailable: "essai", occupancy: undefined },
      services: undefined,
      classes: {
        store,
        secret: "k",
        publicUrl: undefined,
        lessons: () => new Map(outlines.map((each) => [each.slug, each])),
        outlook: () => Promise.resolve(undefined),
        changed: () => undefined,
        oidc: undefined,
        ...room.services,
        now,
      },
    });
    const url = await app.listen({ port: Number(process.env["MADE_UP_PORT"] ?? 0) });
    const instructor = new LabClient(url.replace("[::1]", "127.0.0.1"));
    const token = (await firstToken(store.db, now())) ?? "";
    const account = { token, name: "Zoé Martin", password: "un long mot de passe" };
    await instructor.request("POST", "/api/instructors/accounts", account);
    const plan = {
      name: "Conteneurs, groupe du lundi",
      lessons: slugs.map(({ slug }) => slug),
      startsAt: new Date(now()).toISOString(),
      endsAt: new Date(now() + 180 * MINUTE).toISOString(),
      size: Math.min(60, count + 2),
      solutions: "open",
      recording: "off",
      retentionDays: 30,
    };
    const made = await instructor.request("POST", "/api/classes", plan);
    const klass = (await made.json()) as ClassView;
    const begun = new MadeUpClass(
      { url: instructor.url, klass, instructor, room, store },
      app,
      dir,
    );
    await begun.#live(count, clock);
    // The first session is of an hour ago: its token would be changed under the browser's hands.
    const { name, password } = account;
    await instructor.request("POST", "/api/instructors/session", { name, password });
    return begun;
  }

  async close(): Promise<void> {
    this.room.close();
    await this.#app.close();
    await this.store.close();
    await rm(this.#dir, { recursive: true });
  }

  /** Makes an hour of everybody's work, each at a pace of their own, always the same. */
  async #live(count: number, clock: { behind: number }): Promise<void> {
    for (let n = 0; n < count; n++) {
      clock.behind = 60 * MINUTE;
      const round = Math.floor(n / NAMES.length);
      const name = `${NAMES[n % NAMES.length]} ${"ABCDE"[round]}.`;
      const student = new LabClient(this.url);
      await student.request("POST", "/api/classes/join", { code: this.klass.code, name });
      if (n % 10 === 9) continue;
      const member = (await membersOf(this.store.db, this.klass.id)).find(
        (each) => each.name === name,
      );
      if (member) await this.#work(member.owner, n, clock);
    }
    clock.behind = 0;
  }

  async #work(owner: string, n: number, clock: { behind: number }): Promise<void> {
    const pace = 2 + (n % 7) * 2;
    for (const slug of this.klass.lessons) {
      this.room.labs.splice(
        0,
        this.room.labs.length,
        ...this.room.labs.filter((l) => l.owner !== owner),
      );
      const lab = this.room.lab(owner, slug, `l${n}-${slug}`);
      lab.expiresAt = Date.now() + 3_600_000;
      this.room.observer.opened(lab);
      for (const { id } of lab.lesson.steps) {
        if (await this.#step(lab, id, n, pace, clock)) continue;
        lab.activeAt = Date.now() - (n % 6 === 5 ? 7 * MINUTE : 1_000);
        this.room.shown.set(lab.id, screenOf(n));
        return;
      }
    }
  }

  /** @returns whether it was done before the hour is over */
  async #step(lab: LabRecord, id: string, n: number, pace: number, clock: { behind: number }) {
    const failures = (n * 7 + id.length) % 9 > 5 ? (n % 5) + 1 : 0;
    for (let fail = 0; fail < failures; fail++) {
      clock.behind -= 10_000;
      await this.room.check(lab, id, "todo");
      const line = ERRORS[(n + fail) % ERRORS.length] ?? "";
      const output = Buffer.from(`\u001b]133;C\u0007${line}\r\n\u001b]133;D;1\u0007`);
      this.room.observer.commandEnded(lab, 1, () => output);
    }
    await this.room.observer.settle();
    if (clock.behind < pace * MINUTE) return false;
    clock.behind -= pace * MINUTE;
    await this.room.check(lab, id, "done");
    return true;
  }
}

function screenOf(n: number) {
  const run = (text: string, fg = -1, bold = false) => ({ text, fg, bg: -1, bold });
  return {
    terminal: "main",
    cols: 80,
    rows: 24,
    lines: [
      [run("etudiant@lab", -1, true), run(":"), run("~", -1, true), run("$ lxc list")],
      [run("+------+---------+----------------------+------+-----------+-----------+")],
      [
        run(`| c${n}   | `),
        run("RUNNING", 2),
        run(" | 10.0.3.12 (eth0)     |      | CONTAINER | 0         |"),
      ],
      [run("+------+---------+----------------------+------+-----------+-----------+")],
      [run("Error: Instance not found", 1)],
      [run("etudiant@lab", -1, true), run(":~$ ")],
    ],
  };
}
