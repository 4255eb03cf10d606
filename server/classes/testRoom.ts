import type { Occasion } from "../labs/observer.ts";
import { LabRecord } from "../labs/record.ts";
import type { Course } from "../manifest.ts";
import type { ManifestLesson } from "../protocol.ts";
import type { Miniature } from "../protocol-board.ts";
import { noteIfThere } from "../store/audit.ts";
import type { Store } from "../store/store.ts";
import { Boards } from "./boards.ts";
import { Demonstrations } from "./demonstrations.ts";
import { Live } from "./live.ts";
import { Looks } from "./looks.ts";
import { Observer } from "./observer.ts";
import { ClassRules } from "./rules.ts";
import { Screens } from "./screens.ts";

/** For tests: a small course and labs without machines, with boards that show them. */
export class TestRoom {
  readonly course: Course;
  readonly labs: LabRecord[] = [];
  /** What was asked of labs, as `reset l1`. */
  readonly asked: string[] = [];
  /** What terminals show, by lab. */
  readonly shown = new Map<string, Miniature>();
  readonly boards: Boards;
  readonly screens: Screens;
  readonly live: Live;
  readonly looks: Looks;
  readonly rules: ClassRules;
  readonly demonstrations: Demonstrations;
  readonly observer: Observer;
  readonly #now: () => number;

  constructor(store: Store, now: () => number, slugs: readonly string[], steps = ["a", "b"]) {
    this.#now = now;
    this.course = new Map(slugs.map((slug) => [slug, lessonOf(slug, steps)]));
    const failed = (error: unknown) => {
      throw error;
    };
    const { course } = this;
    const labs = () => this.labs;
    this.boards = new Boards(
      { store, course, labs, showing: (classId) => this.demonstrations.of(classId), now },
      failed,
    );
    this.screens = new Screens(this.boards, labs, (lab) => Promise.resolve(this.shown.get(lab)));
    this.rules = new ClassRules(store, now);
    this.looks = new Looks({
      note: (entry) => void noteIfThere(store.db, entry).catch(failed),
      changed: (classId) => this.touched(classId),
      now,
    });
    this.demonstrations = new Demonstrations((classId) => this.touched(classId), now);
    const { looks, demonstrations } = this;
    this.live = new Live({ store, looks, demonstrations, failed, now });
    this.observer = new Observer({
      store,
      changed: (classId) => this.boards.touch(classId),
      failed,
      now,
    });
  }

  /** Tells boards and students' pages that something of a class changed. */
  touched(classId: string): void {
    this.boards.touch(classId);
    this.live.touch(classId);
    this.looks.review(classId);
  }

  /** What the class's routes are given of it. */
  get services() {
    const { course, boards, live, looks, demonstrations, rules, screens, manager } = this;
    return {
      ...{ course, boards, live, looks, demonstrations, rules, screens },
      workbench: () => undefined,
      // Its labs have no terminals.
      recordings: {
        read: () => Promise.resolve(undefined),
        size: () => Promise.resolve(undefined),
        refresh: () => Promise.resolve(),
      },
      touched: (classId: string) => this.touched(classId),
      labs: () => manager,
    };
  }

  close(): void {
    this.boards.close();
    this.live.close();
  }

  /** A lab that is ready, of this person. */
  lab(owner: string, slug: string, id = `l-${owner}`): LabRecord {
    const lesson = this.course.get(slug);
    if (!lesson) throw new Error(`no lesson ${slug}`);
    const createdAt = this.#now();
    const lab = new LabRecord({ id, owner, lesson, createdAt, expiresAt: createdAt + 3_600_000 });
    lab.found("ready");
    lab.activeAt = createdAt;
    this.labs.push(lab);
    return lab;
  }

  /** Checks a step of a lab as « Vérifier » would, or for another reason. */
  async check(
    lab: LabRecord,
    id: string,
    state: "todo" | "done",
    occasion: Occasion = "asked",
  ): Promise<void> {
    const result = { id, state, message: "" };
    await this.observer.checked(lab, result, occasion);
    lab.setStep(result);
  }

  /** What instructors ask labs for: written down, and done to the record. */
  readonly manager = {
    living: () => this.labs,
    extend: (lab: LabRecord) => Promise.resolve(void this.asked.push(`extend ${lab.id}`)),
    reset: (lab: LabRecord) => {
      this.asked.push(`reset ${lab.id}`);
      lab.setState("resetting");
    },
    end: (lab: LabRecord) => {
      this.asked.push(`end ${lab.id}`);
      this.labs.splice(this.labs.indexOf(lab), 1);
      return Promise.resolve();
    },
  };
}

function lessonOf(slug: string, steps: readonly string[]): ManifestLesson {
  return {
    slug,
    title: `Leçon ${slug}`,
    machines: ["main"],
    setup: "",
    steps: steps.map((id) => ({
      id,
      title: `Étape ${id}`,
      setup: "",
      run: [],
      check: "",
      source: "",
    })),
  };
}
