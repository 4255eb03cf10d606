import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { inheritance, readYaml, splitFrontmatter } from "./frontmatter.ts";
import { CourseError, type Mistake, type Report } from "./mistake.ts";
import { parseMdx } from "./parse.ts";
import { lessonSchema, partSchema, type LessonData } from "./schema.ts";
import { lessonPlace, partPlace } from "./slug.ts";
import { readSteps, type LessonScripts } from "./steps.ts";

/** One lesson, read and found right. */
export interface Lesson extends LessonScripts {
  slug: string;
  /** Path from the repository's root, `content/…mdx`. */
  file: string;
  data: LessonData;
}

/** Text of the course's files, by their path below `content/`, with `/` between folders. */
export type CourseFiles = ReadonlyMap<string, string>;

/** Reads every lesson and part below a folder. */
export async function readCourseFiles(folder: string): Promise<CourseFiles> {
  const names = await readdir(folder, { recursive: true });
  const wanted = names.filter((name) => /\.mdx$|(^|\/)part\.yaml$/.test(name)).toSorted();
  const texts = wanted.map((name) => readFile(join(folder, name), "utf8"));
  return new Map((await Promise.all(texts)).map((text, index) => [wanted[index]!, text]));
}

/**
 * Checks the whole course.
 * @returns its lessons, in the order of the course
 * @throws CourseError with all mistakes of all files
 */
export function checkCourse(files: CourseFiles): Lesson[] {
  const mistakes: Mistake[] = [];
  const lessons: Lesson[] = [];
  for (const [path, source] of files) {
    const file = `content/${path}`;
    const report: Report = (line, what, remedy) => mistakes.push({ file, line, what, remedy });
    if (path.endsWith("part.yaml")) checkPart(path, source, report);
    else {
      const inherited = inheritance(files.get(`${path.split("/")[0]}/part.yaml`));
      const lesson = checkLesson(path, source, report, inherited);
      const twin = lesson && lessons.find((other) => other.slug === lesson.slug);
      if (twin) report(1, `même adresse que ${twin.file}`, "renommez l’un des deux fichiers");
      if (lesson) lessons.push(lesson);
      const part = path.split("/")[0]!;
      if (path.includes("/") && !files.has(`${part}/part.yaml`)) {
        report(
          1,
          "partie sans part.yaml",
          `écrivez content/${part}/part.yaml : title, description`,
        );
      }
    }
  }
  if (mistakes.length > 0) throw new CourseError(mistakes);
  return lessons.toSorted((a, b) => byOrder(a.data.order, b.data.order));
}

/** Compares two lesson numbers such as `3.4` and `3.10`. */
export function byOrder(a: string, b: string): number {
  const [partA = 0, lessonA = 0] = a.split(".").map(Number);
  const [partB = 0, lessonB = 0] = b.split(".").map(Number);
  return partA - partB || lessonA - lessonB;
}

function checkPart(path: string, source: string, report: Report): void {
  if (path.split("/").length !== 2 || !partPlace(path.split("/")[0]!)) {
    report(1, "part.yaml mal placé", "rangez-le dans content/<n>-<partie>/");
  }
  readYaml(source, partSchema, 1, report);
}

function checkLesson(
  path: string,
  source: string,
  report: Report,
  inherited: Record<string, unknown>,
): Lesson | null {
  const place = lessonPlace(path);
  if (!place) {
    report(1, "nom de fichier refusé", "nommez-le content/<n>-<partie>/<n>-<leçon>.mdx");
  }
  const { yaml, body } = splitFrontmatter(source);
  if (yaml === null) report(1, "en-tête absent", "commencez le fichier par --- title, … ---");
  const data = yaml === null ? null : readYaml(yaml, lessonSchema, 2, report, inherited);
  if (data && place && data.order !== place.order) {
    const line = source.split("\n").findIndex((text) => text.startsWith("order:")) + 1;
    report(
      line,
      `order «\u00a0${data.order}\u00a0» contredit le chemin`,
      `écrivez order: "${place.order}"`,
    );
  }
  const tree = parseMdx(body, report);
  const scripts = tree && readSteps(tree, report, data?.lab?.machines ?? []);
  if (
    data &&
    scripts &&
    !data.lab &&
    (scripts.steps.length > 0 || scripts.setup || scripts.probes)
  ) {
    report(scripts.steps[0]?.line ?? 1, "étapes sans lab", "ajoutez `lab: {}` à l’en-tête");
  }
  return place && data && scripts
    ? { ...scripts, slug: place.slug, file: `content/${path}`, data }
    : null;
}
