import { assert, property, string } from "fast-check";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, test } from "vitest";
import { remarkSteps } from "./remark-steps.ts";

const processor = unified().use(remarkParse).use(remarkMdx).use(remarkSteps);

/** What the build would render, without the positions in the source. */
function rendered(mdx: string): string {
  const keep = (key: string, value: unknown) => (key === "position" ? undefined : value);
  return JSON.stringify(processor.runSync(processor.parse(mdx)), keep);
}

const step = (inner: string) => `## Titre\n\n<Step id="un" title="Un">\n\n${inner}\n\n</Step>\n`;
const fence = (info: string, text: string) => `~~~${info}\n${text}\n~~~`;

test("whatever a check or setup says and wherever it stands, it is not rendered", () => {
  assert(
    property(string({ minLength: 1, maxLength: 40 }), (noise) => {
      const secret = `SECRET${noise.replace(/[~\r\n]/g, "")}`;
      const blocks = [
        "sh check",
        "sh setup",
        'sh wrong says="Non."',
        "sh check rnu",
        "bash check",
      ].map((info) => fence(info, secret));
      const inside = step(
        [...blocks, `- ${fence("sh check", secret).replaceAll("\n", "\n  ")}`].join("\n\n"),
      );
      expect(rendered(`${blocks.join("\n\n")}\n\n${inside}`)).not.toContain("SECRET");
    }),
  );
});

test("the solution holds all run blocks in order, the prose only those that are not hidden", () => {
  const blocks = [fence("sh run", "un"), fence("sh run hidden", "deux"), fence("sh", "lire")];
  const tree = rendered(step(blocks.join("\n\n")));
  expect(tree.match(/"value":"deux"/g)).toHaveLength(1);
  expect(tree.match(/"value":"un"/g)).toHaveLength(2 + 1); // prose, solution, and the step's id
  const solution = tree.slice(tree.indexOf('"name":"Solution"'));
  expect(solution).toContain('"lang":"sh","meta":"solution","value":"un"');
  expect(solution.indexOf('"un"')).toBeLessThan(solution.indexOf('"deux"'));
  expect(solution).not.toContain("lire");
});

test("steps and hints are numbered, and a step stands below the last heading", () => {
  const hints = "<Hint>\na\n</Hint>\n\n<Hint>\nb\n</Hint>";
  const tree = rendered(step(hints) + "\n### Plus bas\n\n" + step(hints).replace(/^##.*/, ""));
  const values = (name: string) =>
    [...tree.matchAll(new RegExp(`"name":"${name}","value":"(.*?)"`, "g"))].map(([, v]) => v);
  expect(values("level")).toEqual(["3", "4"]);
  expect(values("number")).toEqual(["1", "1", "2", "2", "1", "2"]);
});
