import type { Code, Nodes, Root } from "mdast";
import "mdast-util-mdx-jsx";
import { attribute, checkComponent, isComponent, type JsxElement } from "./components.ts";
import { isSecret, readFence } from "./fence.ts";
import { checkFigures, type LessonProbe, readProbe } from "./probes.ts";
import { checkQuestion } from "./questions.ts";
import type { RunBlock, WrongPath } from "../../server/protocol.ts";
import type { Report } from "./mistake.ts";

/** A step as its author wrote it. */
export interface LessonStep {
  id: string;
  title: string;
  /** Root's script before the step is given; empty when there is none. */
  setup: string;
  /** What the student types, in order. */
  run: RunBlock[];
  /** Root's script that says whether the step is done. */
  check: string;
  /** Wrong ways that the course test tries first; absent when the author declares none. */
  wrong?: WrongPath[];
  /** Line of the `<Step>`, counted from 1. */
  line: number;
}

/** The scripts of one lesson. */
export interface LessonScripts {
  setup: string;
  /** Setups of machines that are not the first, by name. */
  elsewhere?: Record<string, string>;
  /** What the page reads of the lab, to draw it. */
  probes?: LessonProbe[];
  steps: LessonStep[];
}

interface Walk {
  scripts: LessonScripts;
  report: Report;
  machines: readonly string[];
  /** Step being read, and the nearest component around the node. */
  step: LessonStep | null;
  parent: string | null;
}

const STEP_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Takes the steps and scripts out of a lesson's tree, and reports what its author must mend.
 * @param machines names of the lab's machines
 */
export function readSteps(tree: Root, report: Report, machines: readonly string[]): LessonScripts {
  const scripts: LessonScripts = { setup: "", steps: [] };
  const walk: Walk = { scripts, report, machines, step: null, parent: null };
  for (const child of tree.children) visit(child, walk);
  checkFigures(tree, scripts.probes ?? [], report);
  return scripts;
}

function visit(node: Nodes, walk: Walk): void {
  if (node.type === "code") return readCode(node, walk);
  const line = node.position?.start.line ?? 1;
  if ((node.type as string) === "mdxjsEsm") {
    walk.report(
      line,
      "import ou export dans une leçon",
      "retirez-le\u00a0: les composants sont déjà là",
    );
    return;
  }
  let inner = walk;
  if (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") {
    if (isComponent(node.name)) {
      checkComponent(node, node.name, walk.report);
      if (node.name === "Step") return readStep(node, walk);
      if (node.name === "Hint" && !walk.step) {
        walk.report(line, "indice hors de toute étape", "placez <Hint> dans un <Step>");
      }
      if (node.name === "Question") checkQuestion(node, walk.report);
      inner = { ...walk, parent: node.name };
    }
  }
  if ("children" in node) for (const child of node.children) visit(child, inner);
}

function readStep(node: JsxElement, walk: Walk): void {
  const line = node.position?.start.line ?? 1;
  const { report, scripts } = walk;
  const id = attribute(node, "id") ?? "";
  if (walk.step) report(line, "étape dans une étape", "fermez la première par </Step>");
  if (id && !STEP_ID.test(id)) {
    report(
      line,
      `identifiant d’étape «\u00a0${id}\u00a0» refusé`,
      "écrivez-le en a-z, 0-9 et tirets",
    );
  }
  const twin = scripts.steps.find((step) => step.id === id);
  if (id && twin) {
    report(
      line,
      `étape «\u00a0${id}\u00a0» déjà définie ligne ${twin.line}`,
      "donnez-lui un autre id",
    );
  }
  const title = attribute(node, "title") ?? "";
  const step: LessonStep = { id, title, setup: "", run: [], check: "", line };
  scripts.steps.push(step);
  const inner: Walk = { ...walk, step, parent: null };
  const checks = countChecks(node);
  for (const child of node.children) visit(child, inner);
  if (checks === 0) {
    report(line, `étape «\u00a0${id}\u00a0» sans bloc check`, "ajoutez un bloc ```sh check");
  }
  if (step.run.length === 0) {
    report(
      line,
      `étape «\u00a0${id}\u00a0» sans bloc run`,
      "donnez sa solution, au besoin cachée par ```sh run hidden",
    );
  }
}

function countChecks(node: Nodes): number {
  if (node.type === "code") return readFence(node.lang, node.meta).role === "check" ? 1 : 0;
  if (!("children" in node)) return 0;
  return node.children.reduce((sum, child) => sum + countChecks(child), 0);
}

function readCode(node: Code, { scripts, report, machines, step, parent }: Walk): void {
  const line = node.position?.start.line ?? 1;
  const { role, machine, says, unknown, ...named } = readFence(node.lang, node.meta);
  if (unknown.length > 0) {
    const fence = `\`\`\`${node.lang ?? ""} ${node.meta ?? ""}`.trim();
    report(
      line,
      `mot inconnu «\u00a0${unknown[0]}\u00a0» après ${fence.slice(0, 40)}`,
      isSecret(node.meta) && node.lang !== "sh"
        ? "écrivez ce bloc en ```sh"
        : "écrivez ```sh run, ```sh run hidden, ```sh check, ```sh setup, ```sh wrong, ```sh probe ou ```sh seul",
    );
  }
  if (role === "read") return;
  if (node.value.trim() === "") {
    report(line, `bloc ${role} vide`, "écrivez ses commandes, ou retirez-le");
    return;
  }
  if (parent) {
    report(line, `bloc ${role} dans <${parent}>`, "placez-le directement dans le <Step>");
  }
  if (machine && !machines.includes(machine)) {
    const known = machines.join(", ");
    report(
      line,
      `machine «\u00a0${machine}\u00a0» inconnue`,
      `elle doit être de lab.machines\u00a0: ${known}`,
    );
  }
  if (role === "run") {
    if (step) step.run.push(machine ? { machine, text: node.value } : node.value);
    else report(line, "bloc run hors de toute étape", "placez-le dans un <Step>, ou écrivez ```sh");
  } else if (role === "wrong") {
    if (!step) report(line, "bloc wrong hors de toute étape", "placez-le dans un <Step>");
    else if (!says)
      report(line, "bloc wrong sans message", 'écrivez ```sh wrong says="ce que répond le check"');
    else (step.wrong ??= []).push({ ...(machine ? { machine } : {}), text: node.value, says });
  } else if (role === "check") {
    if (!step) report(line, "bloc check hors de toute étape", "placez-le dans un <Step>");
    else if (step.check)
      report(line, `deuxième bloc check de l’étape «\u00a0${step.id}\u00a0»`, "n’en gardez qu’un");
    else step.check = node.value;
  } else if (role === "probe") {
    if (step) report(line, "sonde dans une étape", "placez-la hors de l’étape");
    const probe = readProbe(named, node.value, line, report);
    const twin = scripts.probes?.some(({ name }) => name === probe?.name);
    if (twin) report(line, `deuxième sonde «\u00a0${probe?.name}\u00a0»`, "n’en gardez qu’une");
    else if (probe) (scripts.probes ??= []).push(probe);
  } else if (machine) {
    const before = scripts.elsewhere?.[machine];
    if (step) report(line, "setup d’étape sur une machine nommée", "placez-le hors de l’étape");
    else if (before) report(line, `deuxième bloc setup de ${machine}`, "n’en gardez qu’un");
    else scripts.elsewhere = { ...scripts.elsewhere, [machine]: node.value };
  } else {
    const owner = step ?? scripts;
    const whose = step ? `de l’étape «\u00a0${step.id}\u00a0»` : "de la leçon";
    if (owner.setup) report(line, `deuxième bloc setup ${whose}`, "n’en gardez qu’un");
    else owner.setup = node.value;
  }
}
