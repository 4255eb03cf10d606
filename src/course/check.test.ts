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
    ["twice the same id", STEP + "\n" + STEP, "21: étape « un » déjà définie ligne 9"],
    ["no check", step(run), "9: étape « un » sans bloc check"],
    ["no run", step(check), "9: étape « un » sans bloc run"],
    ["check outside", check, "9: bloc check hors de toute étape"],
    ["run outside", run, "9: bloc run hors de toute étape"],
    [
      "two checks",
      step(`${run}\n\n${check}\n\n${check}`),
      "19: deuxième bloc check de l’étape « un »",
    ],
    ["empty check", step(`${run}\n\n${fence("sh check", " ")}`), "15: bloc check vide"],
    ["unknown word", STEP + fence("sh rnu"), "20: mot inconnu « rnu » après ```sh rnu"],
    ["wrong language", STEP + fence("bash check"), "20: mot inconnu « check » après ```bash check"],
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
      "11: machine « b » inconnue",
    ],
    [
      "setup elsewhere, of a step",
      step(`${fence("sh setup machine=main")}\n\n${run}\n\n${check}`),
      "11: setup d’étape sur une machine nommée",
    ],
    ["hint outside", "<Hint>Ici.</Hint>", "9: indice hors de toute étape"],
    ["bad id", STEP.replace('"un"', '"Un deux"'), "9: identifiant d’étape « Un deux » refusé"],
    [
      "no title",
      STEP.replace(' title="Un"', ""),
      "9: attribut « title » absent ou vide dans <Step>",
    ],
    ["empty title", STEP.replace('"Un"', '""'), "9: attribut « title » absent ou vide dans <Step>"],
    [
      "attribute",
      STEP.replace("title", 'rank="1" title'),
      "9: attribut inconnu « rank » de <Step>",
    ],
    ["computed", STEP.replace('"Un"', "{1}"), "9: attribut « title » de <Step> sans texte"],
    ["spread", STEP.replace("title", "{...a} title"), "9: attribut calculé dans <Step>"],
    ["component", "<Video />", "9: composant inconnu <Video>"],
    [
      "aside's type",
      '<Aside type="x">a</Aside>',
      "9: valeur « x » de « type » inconnue dans <Aside>",
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
    ["unknown key", HEAD.replace("lab:", "labo:"), "6: clé inconnue « labo »"],
    ["unknown key of lab", HEAD.replace("{}", "{ram: 3}"), "6: clé inconnue « lab.ram »"],
    ["missing title", HEAD.replace("title: Essai\n", ""), "2: clé absente « title »"],
    ["number as order", HEAD.replace('"1.1"', "1.1"), "4: valeur refusée pour « order »"],
    ["order of another", HEAD.replace("1.1", "1.2"), "4: order « 1.2 » contredit le chemin"],
    ["bad duration", HEAD.replace("5", "vite"), "5: valeur refusée pour « duration »"],
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
      "1: clé absente « description »",
      "2: clé inconnue « nom »",
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
        "content/1-un/1-essai.mdx:13: composant inconnu <Video> — employez « Step », « Hint », " +
        "« Aside », « Figure », « FileTree », « Sequence », « Tab », « Tabs »\n" +
        "content/1-un/part.yaml:1: clé absente « description » — donnez une description",
    );
  });
});

test("3.10 comes after 3.9", () => {
  expect(["3.10", "3.9", "1.1"].toSorted(byOrder)).toEqual(["1.1", "3.9", "3.10"]);
});
