import { expect, test } from "vitest";
import { commandIndex } from "./command-index.ts";

const lesson = (body: string) => `---\ntitle: x\n---\n\n${body}\n`;
const step = (fence: string) => `<Step id="un" title="Un">\n\n${fence}\n\n</Step>`;

const FILES = new Map([
  ["3-lxd/1-deux.mdx", lesson(step("```sh run\nlxc list\nsudo lxc-ls -f\n```"))],
  [
    "2-lxc/1-un.mdx",
    lesson(
      "```sh\nlxc list\n```\n\nVoir `lxc-destroy`, `lxc-busybox`, `docker` et `docker.io`.\n\n" +
        step("```sh run\nsudo lxc-ls -f\n```\n\n```sh run hidden\ndocker ps\n```") +
        "\n\n```sh check\ndocker rm x\n```",
    ),
  ],
]);

test("each command is taught where it is typed first; checks and hidden solutions are not told", () => {
  expect(commandIndex(FILES).map(({ name, family }) => [name, family])).toEqual([
    ["lxc-destroy", "LXC"],
    ["lxc-ls", "LXC"],
    ["lxc list", "LXD"],
  ]);
  const [, ls, list] = commandIndex(FILES);
  expect(ls!.uses.map((use) => use.lesson)).toEqual(["lxc/un", "lxd/deux"]);
  expect(ls!.uses[0]).toEqual({
    lesson: "lxc/un",
    step: "etape-un",
    typed: true,
    line: "lxc-ls -f",
  });
  expect(list!.uses.map((use) => use.lesson)).toEqual(["lxd/deux", "lxc/un"]);
});
