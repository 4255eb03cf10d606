import { expect, test } from "vitest";
import { refreshCourse } from "../manifest.ts";
import type { ManifestLesson } from "../protocol.ts";
import { LabRecord } from "./record.ts";

const step = (id: string, check = "true", setup = "") => ({
  ...{ id, title: id, setup, run: ["true"], check },
  source: "content/1-un/1-essai.mdx:9",
});
const lesson = (...steps: ManifestLesson["steps"]): ManifestLesson => ({
  ...{ slug: "un/essai", title: "Essai", machines: ["main"], setup: "", steps },
});

test("a lab takes its author's changes: what changed is to do again, what is new is there", () => {
  const course = new Map([["un/essai", lesson(step("un"), step("deux"), step("trois"))]]);
  const held = course.get("un/essai")!;
  const lab = new LabRecord({ id: "lab-1", owner: "a", lesson: held, createdAt: 0, expiresAt: 1 });
  for (const id of ["un", "deux", "trois"]) lab.setStep({ id, state: "done", message: "Oui." });

  const told: string[] = [];
  lab.listen((event) => told.push(event));
  const changed = lesson(
    step("un"),
    step("deux", "false"),
    step("quatre"),
    step("trois", "true", "x"),
  );
  lab.relearn(refreshCourse(course, new Map([["un/essai", changed]])).get("un/essai")!);

  expect(course.get("un/essai")).toBe(held);
  expect(lab.steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
    "un done",
    "deux todo",
    "quatre todo",
    "trois todo",
  ]);
  expect([...lab.unprepared]).toEqual(["trois"]);
  expect(told).toEqual(["state"]);
});

test("a lesson that is gone goes, one that is new comes", () => {
  const course = new Map([["un/vieux", lesson(step("un"))]]);
  refreshCourse(course, new Map([["un/neuf", { ...lesson(step("un")), slug: "un/neuf" }]]));
  expect([...course.keys()]).toEqual(["un/neuf"]);
});
