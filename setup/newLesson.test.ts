import { describe, expect, test } from "vitest";
import { checkCourse } from "../src/course/check.ts";
import { newLesson } from "./newLesson.ts";

const PATHS = ["3-lxd/part.yaml", "3-lxd/1-un.mdx", "3-lxd/10-dix.mdx", "schema.json"];
const wish = { part: "lxd", slug: "essai", title: "Essai : un titre" };

describe("a new lesson", () => {
  test.each(["lxd", "3", "3-lxd"])("comes last in its part, named as « %s »", (part) => {
    expect([...newLesson(PATHS, { ...wish, part }).keys()]).toEqual(["3-lxd/11-essai.mdx"]);
  });

  test("brings a part along where there is none", () => {
    const files = newLesson(PATHS, { ...wish, part: "podman" });
    expect([...files.keys()]).toEqual(["4-podman/part.yaml", "4-podman/1-essai.mdx"]);
  });

  test("builds as it is, with an exercise and a wrong way", () => {
    const [lesson] = checkCourse(newLesson(PATHS, { ...wish, part: "podman" }));
    expect(lesson).toMatchObject({ slug: "podman/essai", data: { title: "Essai : un titre" } });
    expect(lesson?.steps[0]).toMatchObject({ id: "premiere", run: ["hostname > ~/reponses/nom"] });
    expect(lesson?.steps[0]?.check).toContain(lesson!.steps[0]!.wrong![0]!.says);
  });

  test.each([
    [{ ...wish, slug: "Deux Mots" }, "en minuscules"],
    [{ ...wish, title: " " }, "Il faut un titre"],
    [{ ...wish, part: "7" }, "Pas de partie"],
    [{ ...wish, slug: "dix" }, "a déjà une leçon dix"],
  ])("is refused with a reason", (bad, reason) => {
    expect(() => newLesson(PATHS, bad)).toThrow(reason);
  });
});
