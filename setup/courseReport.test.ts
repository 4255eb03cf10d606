import { describe, expect, test } from "vitest";
import type { PlayedLesson, PlayedStep } from "../e2e/course/play.ts";
import { readVersions } from "../e2e/course/versions.ts";
import { courseTable, junit, totalsOf } from "./courseReport.ts";

const step = (id: string, more: Partial<PlayedStep> = {}): PlayedStep => ({
  lesson: "un/essai",
  step: id,
  source: "content/1-un/1-essai.mdx:9",
  before: "Pas encore.",
  automatic: true,
  duration: 1234,
  wrong: 0,
  ...more,
});

const script = { title: "T", setup: "", check: "true", source: "content/1-un/1-essai.mdx:9" };
const lesson = {
  slug: "un/essai",
  title: "Essai",
  machines: ["main"],
  setup: "",
  steps: [
    { ...script, id: "un", run: ["true"] },
    { ...script, id: "deux", run: ["true", "false"] },
  ],
};
const failure = 'la sortie <a> & "b"\n\u001b[31mrouge';
const played: PlayedLesson[] = [
  { lesson, steps: [step("un", { wrong: 1 }), step("deux", { failure })], duration: 60_000 },
];

test("counts lessons, steps, blocks, wrong ways and failures", () => {
  expect(totalsOf(played)).toEqual({ lessons: 1, steps: 2, blocks: 3, wrong: 1, failed: 1 });
});

test("the table tells times, wrong ways, totals, and what failed in full", () => {
  const text = courseTable(played, 61_000);
  expect(text).toContain("1 faux chemin");
  expect(text).toContain("2 étapes, 3 blocs tapés, 1 faux chemins refusés, 1 en échec");
  expect(text).toContain("content/1-un/1-essai.mdx:9 (deux)");
});

describe("JUnit", () => {
  const text = junit(played);
  test("has a suite a lesson and a case a step", () => {
    expect(text).toContain(
      '<testsuite name="un/essai" tests="2" failures="1" time="60.000">\n    <testcase name="un" classname="un/essai"',
    );
  });
  test("escapes what a terminal showed", () => {
    expect(text).toContain('<failure message="la sortie &lt;a&gt; &amp; &quot;b&quot;">');
    expect(text).not.toContain("\u001b");
  });
});

test("versions are read behind the command's own echo, without what Debian and Git add", () => {
  const shown =
    "$ dpkg-query -W -f '${Package}=${source:Upstream-Version};' lxc lxd\r\n" +
    "docker.io=20.10.24+dfsg1;lxc=5.0.2;lxd=5.0.2+git20231211.1364ae4;\r\n";
  expect(readVersions(shown)).toEqual({ lxc: "5.0.2", lxd: "5.0.2", docker: "20.10.24" });
});
