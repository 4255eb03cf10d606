import type { Boards } from "../../classes/boards.ts";
import type { Demonstrations } from "../../classes/demonstrations.ts";
import type { Live } from "../../classes/live.ts";
import type { Looks } from "../../classes/looks.ts";
import type { Recordings } from "../../classes/recordings/recordings.ts";
import type { ClassRules } from "../../classes/rules.ts";
import type { Screens } from "../../classes/screens.ts";
import type { LabManager } from "../../labs/manager.ts";
import type { Workbench } from "../../labs/workbench.ts";
import type { Course } from "../../manifest.ts";
import type { Store } from "../../store/store.ts";
import type { Oidc } from "../instructors/oidc.ts";
import type { Outlook } from "./preflight.ts";

/** A lesson, as far as a class wants to know it. */
export interface LessonOutline {
  slug: string;
  title: string;
  /** Ids of its steps. */
  steps: string[];
}

/** What the routes of classes and instructors work with. */
export interface ClassServices {
  store: Store;
  /** Keys the hashes of personal codes. */
  secret: string;
  /** `PUBLIC_URL`, where one is set: links lead there. */
  publicUrl: string | undefined;
  /** The course's lessons as they are now, by slug. */
  lessons(): ReadonlyMap<string, LessonOutline>;
  /** What the machine of the labs can do; undefined where there are none. */
  outlook(): Promise<Outlook | undefined>;
  /** Hears that classes changed: machines are held for their hours. */
  changed(): void;
  /** The course with its scripts. */
  course: Course;
  boards: Boards;
  /** The channel to students' pages. */
  live: Live;
  /** What classes forbid their students. */
  rules: ClassRules;
  /** Terminals that are shown to classes. */
  demonstrations: Demonstrations;
  /** Instructors who look at terminals. */
  looks: Looks;
  /** What was recorded of students' terminals. */
  recordings: Pick<Recordings, "read" | "size" | "refresh">;
  /** Hears that something of a class changed which boards or students' pages show. */
  touched(classId: string): void;
  screens: Screens;
  /** Everybody's labs; undefined where there are none. */
  labs(): Pick<LabManager, "living" | "extend" | "reset" | "end"> | undefined;
  /** Where labs are worked in; undefined where there are none. */
  workbench(): Pick<Workbench, "watch" | "latest"> | undefined;
  /** A provider that vouches for instructors. */
  oidc: Oidc | undefined;
  /** Epoch, ms. */
  now(): number;
}
