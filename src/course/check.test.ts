import { describe, expect, test } from "vitest";
import { byOrder, checkCourse } from "./check.ts";
import { CourseError } from "./mistake.ts";

const HEAD = `---
title: Essai
description: Une leçon d’essai.
order: "1.1"
duration: 5
lab: {}
sources: []
---
`;
const STEP =
  '<Step id="un" title="Un">\n\n```sh run\ntrue\n```\n\n```sh check\ntrue\n```\n\n</Step>\n';
const PART = "title: Partie\ndescription: Une partie.\n";

/** The mistakes of a course of one lesson, as `LINE: what`. */
function mistakes(lesson: string, path = "1-un/1-essai.mdx", part = PART): string[] {
  try {
    checkCourse(new Map([[path, lesson], ...(part ? ([["1-un/part.yaml", part]] as const) : [])]));
  } catch (error) {
    if (error instanceof CourseError) return error.mistakes.map((m) => `${m.line}: ${m.what}`);
    throw error;
  }
  return [];
}

describe("a right course", () => {
  test("gives its lessons with scripts, in order", () => {
    const files = new Map([
      ["1-un/part.yaml", PART],
      ["1-un/10-dix.mdx", HEAD.replace("1.1", "1.10") + STEP],
      ["1-un/2-deux.mdx", HEAD.replace("1.1", "1.2") + "```sh setup\napt list\n```\n\n" + STEP],
    ]);
    const lessons = checkCourse(files);
    expect(lessons.map(({ slug }) => slug)).toEqual(["un/deux", "un/dix"]);
    expect(lessons[0]).toMatchObject({
      file: "content/1-un/2-deux.mdx",
      setup: "apt list",
      steps: [{ id: "un", title: "Un", run: ["true"], check: "true", setup: "", line: 13 }],
    });
  });

  test("may type and prepare on several machines", () => {
    const two = HEAD.replace("{}", "{machines: [poste, cible]}");
    const text = STEP.replace("sh run", "sh run machine=cible");
    const setup = "```sh setup machine=cible\ntrue\n```\n\n";
    const [lesson] = checkCourse(
      new Map([
        ["1-un/part.yaml", PART],
        ["1-un/1-essai.mdx", two + setup + text],
      ]),
    );
    expect(lesson?.elsewhere).toEqual({ cible: "true" });
    expect(lesson?.steps[0]?.run).toEqual([{ machine: "cible", text: "true" }]);
  });

  test("inherits from its part what it does not say, and may refuse it", () => {
    const part = `${PART}lessons:\n  duration: 40\n  lab: {machines: [a, b]}\n  sources: []\n`;
    const short = HEAD.replace(/(duration|lab|sources): .*\n/g, "");
    const read = (head: string) =>
      checkCourse(
        new Map([
          ["1-un/part.yaml", part],
          ["1-un/1-essai.mdx", head],
        ]),
      )[0]?.data;
    expect(read(short)).toMatchObject({ duration: 40, lab: { machines: ["a", "b"] }, sources: [] });
    expect(read(short.replace("---\n", "---\nduration: 5\nlab: null\n"))).toMatchObject({
      duration: 5,
      sources: [],
    });
    expect(read(short.replace("---\n", "---\nlab: null\n"))?.lab).toBeUndefined();
  });

  test("may declare wrong ways, each with what the check answers", () => {
    const wrong = '```sh wrong says="Non : cherchez."\nfalse\n```\n\n```sh check';
    const [lesson] = checkCourse(
      new Map([
        ["1-un/part.yaml", PART],
        ["1-un/1-essai.mdx", HEAD + STEP.replace("```sh check", wrong)],
      ]),
    );
    expect(lesson?.steps[0]?.wrong).toEqual([{ text: "false", says: "Non : cherchez." }]);
  });

  test("may read its lab with probes, and draw what they read", () => {
    const probe = "```sh probe name=duel shape=durations\necho\n```\n\n";
    const [lesson] = checkCourse(
      new Map([
        ["1-un/part.yaml", PART],
        ["1-un/1-essai.mdx", `${HEAD}${probe}<StorageDuel probe="duel" caption="c" />\n`],
      ]),
    );
    expect(lesson?.probes).toEqual([{ name: "duel", shape: "durations", script: "echo", line: 9 }]);
  });

  test("may have no lab, hints, asides, figures and hidden solutions", () => {
    expect(mistakes(HEAD.replace("lab: {}\n", "") + "Du texte.\n")).toEqual([]);
    const rich = STEP.replace("```sh run", "<Hint>Oui</Hint>\n\n```sh run hidden");
    const aside =
      '<Aside type="note">Ici.</Aside>\n\n<Figure caption="c" alt="a">\n<svg></svg>\n</Figure>\n\n';
    expect(mistakes(HEAD + aside + rich)).toEqual([]);
  });
});

describe("mistakes of the text", () => {
  const body = (text: string) => mistakes(HEAD + text);
  const step = (inner: string) => `<Step id="un" title="Un">\n\n${inner}\n\n</Step>\n`;
  const fence = (info: string, text = "true") => `\`\`\`${info}\n${text}\n\`\`\``;
  const run = fence("sh run");
  const check = fence("sh check");

  test.each([
    ["twice the same id", STEP + "\n" + STEP, "21: étape «\u00a0un\u00a0» déjà définie ligne 9"],
    ["no check", step(run), "9: étape «\u00a0un\u00a0» sans bloc check"],
    ["no run", step(check), "9: étape «\u00a0un\u00a0» sans bloc run"],
    ["check outside", check, "9: bloc check hors de toute étape"],
    ["run outside", run, "9: bloc run hors de toute étape"],
    [
      "two checks",
      step(`${run}\n\n${check}\n\n${check}`),
      "19: deuxième bloc check de l’étape «\u00a0un\u00a0»",
    ],
    ["empty check", step(`${run}\n\n${fence("sh check", " ")}`), "15: bloc check vide"],
    ["unknown word", STEP + fence("sh rnu"), "20: mot inconnu «\u00a0rnu\u00a0» après ```sh rnu"],
    [
      "wrong language",
      STEP + fence("bash check"),
      "20: mot inconnu «\u00a0check\u00a0» après ```bash check",
    ],
    [
      "two setups",
      `${fence("sh setup")}\n\n${fence("sh setup")}`,
      "13: deuxième bloc setup de la leçon",
    ],
    [
      "run in a hint",
      step(`<Hint>\n\n${run}\n\n</Hint>\n\n${run}\n\n${check}`),
      "13: bloc run dans <Hint>",
    ],
    [
      "unknown machine",
      step(`${fence("sh run machine=b")}\n\n${check}`),
      "11: machine «\u00a0b\u00a0» inconnue",
    ],
    [
      "setup elsewhere, of a step",
      step(`${fence("sh setup machine=main")}\n\n${run}\n\n${check}`),
      "11: setup d’étape sur une machine nommée",
    ],
    ["wrong outside", fence('sh wrong says="Non."'), "9: bloc wrong hors de toute étape"],
    [
      "wrong without a message",
      step(`${run}\n\n${fence("sh wrong")}\n\n${check}`),
      "15: bloc wrong sans message",
    ],
    ["probe without a name", fence("sh probe"), "9: sonde sans nom, ou dont le nom est refusé"],
    ["probe of no shape", fence("sh probe name=a"), "9: sonde «\u00a0a\u00a0» de forme inconnue"],
    [
      "probe that nothing draws",
      fence("sh probe name=a shape=containers"),
      "9: sonde «\u00a0a\u00a0» que rien ne dessine",
    ],
    [
      "figure of another shape",
      `${fence("sh probe name=a shape=containers")}\n\n<StorageDuel probe="a" caption="c" />`,
      "13: <StorageDuel> sans sonde «\u00a0a\u00a0» de sa forme",
    ],
    [
      "probe in a step",
      step(`${fence("sh probe")}\n\n${run}\n\n${check}`),
      "11: sonde dans une étape",
    ],
    ["hint outside", "<Hint>Ici.</Hint>", "9: indice hors de toute étape"],
    [
      "bad id",
      STEP.replace('"un"', '"Un deux"'),
      "9: identifiant d’étape «\u00a0Un deux\u00a0» refusé",
    ],
    [
      "no title",
      STEP.replace(' title="Un"', ""),
      "9: attribut «\u00a0title\u00a0» absent ou vide dans <Step>",
    ],
    [
      "empty title",
      STEP.replace('"Un"', '""'),
      "9: attribut «\u00a0title\u00a0» absent ou vide dans <Step>",
    ],
    [
      "attribute",
      STEP.replace("title", 'rank="1" title'),
      "9: attribut inconnu «\u00a0rank\u00a0» de <Step>",
    ],
    [
      "computed",
      STEP.replace('"Un"', "{1}"),
      "9: attribut «\u00a0title\u00a0» de <Step> sans texte",
    ],
    ["spread", STEP.replace("title", "{...a} title"), "9: attribut calculé dans <Step>"],
    ["component", "<Video />", "9: composant inconnu <Video>"],
    [
      "aside's type",
      '<Aside type="x">a</Aside>',
      "9: valeur «\u00a0x\u00a0» de «\u00a0type\u00a0» inconnue dans <Aside>",
    ],
    ["nested", step(STEP), "11: étape dans une étape"],
    ["import", 'import a from "a"\n', "9: import ou export dans une leçon"],
  ])("%s", (_name, text, expected) => expect(body(text)).toContain(expected));

  test("a syntax error keeps its line", () => {
    expect(body("\n<Step")[0]).toMatch(/^10: MDX illisible/);
  });
});

describe("mistakes of the frontmatter and of files", () => {
  test.each([
    ["unknown key", HEAD.replace("lab:", "labo:"), "6: clé inconnue «\u00a0labo\u00a0»"],
    ["unknown key of lab", HEAD.replace("{}", "{ram: 3}"), "6: clé inconnue «\u00a0lab.ram\u00a0»"],
    ["missing title", HEAD.replace("title: Essai\n", ""), "2: clé absente «\u00a0title\u00a0»"],
    ["number as order", HEAD.replace('"1.1"', "1.1"), "4: valeur refusée pour «\u00a0order\u00a0»"],
    [
      "order of another",
      HEAD.replace("1.1", "1.2"),
      "4: order «\u00a01.2\u00a0» contredit le chemin",
    ],
    ["bad duration", HEAD.replace("5", "vite"), "5: valeur refusée pour «\u00a0duration\u00a0»"],
    ["unreadable", HEAD.replace("Essai", "[Essai"), "3: YAML illisible"],
    ["no lab", HEAD.replace("lab: {}\n", "") + STEP, "8: étapes sans lab"],
    ["no frontmatter", "Bonjour", "1: en-tête absent"],
  ])("%s", (_name, lesson, expected) => {
    expect(mistakes(lesson).some((mistake) => mistake.startsWith(expected))).toBe(true);
  });

  test("file names, parts and twins", () => {
    expect(mistakes(HEAD, "1-un/essai.mdx")).toContain("1: nom de fichier refusé");
    expect(mistakes(HEAD, "1-un/1-essai.mdx", "")).toContain("1: partie sans part.yaml");
    expect(mistakes(HEAD, "1-un/1-essai.mdx", "title: a\nnom: b\n")).toEqual([
      "1: clé absente «\u00a0description\u00a0»",
      "2: clé inconnue «\u00a0nom\u00a0»",
    ]);
    const twins = new Map([
      ["1-un/part.yaml", PART],
      ["1-un/1-essai.mdx", HEAD],
      ["1-un/2-essai.mdx", HEAD.replace("1.1", "1.2")],
      ["un/part.yaml", PART],
    ]);
    expect(() => checkCourse(twins)).toThrow(/même adresse que content\/1-un\/1-essai\.mdx/);
    expect(() => checkCourse(twins)).toThrow(/content\/un\/part\.yaml:1: part\.yaml mal placé/);
  });

  test("all mistakes of all files come in one report, each with its remedy", () => {
    const files = new Map([
      ["1-un/part.yaml", "title: a\n"],
      ["1-un/1-essai.mdx", HEAD + "```sh check\ntrue\n```\n\n<Video />\n"],
    ]);
    expect(() => checkCourse(files)).toThrow(
      "Le cours contient 3 erreurs :\n" +
        "content/1-un/1-essai.mdx:9: bloc check hors de toute étape — placez-le dans un <Step>\n" +
        "content/1-un/1-essai.mdx:13: composant inconnu <Video> — employez «\u00a0Step\u00a0», «\u00a0Hint\u00a0», " +
        "«\u00a0Aside\u00a0», «\u00a0Question\u00a0», «\u00a0Figure\u00a0», «\u00a0StorageDuel\u00a0», «\u00a0SideBySide\u00a0», «\u00a0FileTree\u00a0», " +
        "«\u00a0Sequence\u00a0», «\u00a0Tab\u00a0», «\u00a0Tabs\u00a0»\n" +
        "content/1-un/part.yaml:1: clé absente «\u00a0description\u00a0» — donnez une description",
    );
  });
});

test("3.10 comes after 3.9", () => {
  expect(["3.10", "3.9", "1.1"].toSorted(byOrder)).toEqual(["1.1", "3.9", "3.10"]);
});
