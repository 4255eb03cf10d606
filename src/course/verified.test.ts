import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkCourse, readCourseFiles } from "./check.ts";
import { toManifest } from "./manifest.ts";
import {
  addVerifications,
  playedHash,
  readVerifications,
  standingVerifications,
} from "./verified.ts";

const LESSON = `---
title: Essai
description: Une leçon d’essai.
order: "1.1"
duration: 5
lab: {}
sources: []
---

Du texte.

<Step id="un" title="Un">

\`\`\`sh run
touch un
\`\`\`

\`\`\`sh check
test -e un
\`\`\`

</Step>
`;
const VERSIONS = { lxc: "5.0.2", lxd: "5.0.2", docker: "20.10.24" };

let content: string;

beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), "atelier-verified-"));
  await mkdir(join(content, "1-un"));
  await writeFile(join(content, "1-un/part.yaml"), "title: Un\ndescription: Un.\n");
  await writeFile(join(content, "1-un/1-essai.mdx"), LESSON);
});

afterEach(() => rm(content, { recursive: true }));

/** Takes the lesson for played today. */
async function play(): Promise<void> {
  const [lesson] = toManifest(checkCourse(await readCourseFiles(content))).lessons;
  const hash = playedHash(lesson!);
  await addVerifications(content, { "un/essai": { hash, date: "2026-11-22", ...VERSIONS } });
}

test("a lesson that was never played is not verified", async () => {
  expect(await standingVerifications(content)).toEqual({});
});

test("a lesson stays verified while its prose changes, and no longer when a command does", async () => {
  await play();
  expect(await standingVerifications(content)).toMatchObject({
    "un/essai": { date: "2026-11-22", ...VERSIONS },
  });
  await writeFile(join(content, "1-un/1-essai.mdx"), LESSON.replace("Du texte", "Un autre texte"));
  expect(Object.keys(await standingVerifications(content))).toEqual(["un/essai"]);
  await writeFile(join(content, "1-un/1-essai.mdx"), LESSON.replace("test -e un", "test -s un"));
  expect(await standingVerifications(content)).toEqual({});
});

test("what other lessons proved is kept", async () => {
  await play();
  const other = { hash: "0", date: "2026-11-21", ...VERSIONS };
  await addVerifications(content, { "un/autre": other });
  expect(Object.keys(await readVerifications(content))).toEqual(["un/autre", "un/essai"]);
});
