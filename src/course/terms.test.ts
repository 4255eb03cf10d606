import { expect, test } from "vitest";
import type { Term } from "./schema.ts";
import { TermFinder } from "./terms.ts";

const term = (id: string, forms: string[], more: Partial<Term> = {}): Term => ({
  id,
  term: id,
  forms,
  mark: true,
  text: "…",
  ...more,
});

const TERMS = [
  term("cgroup", ["cgroup", "groupes de contrôle"]),
  term("veth", ["veth", "paire veth"], { lesson: "lxc/reseau" }),
  term("lxc", ["LXC"], { mark: false }),
];

/** The text with its terms in brackets. */
const mark = (text: string, lesson = "docker/images") =>
  new TermFinder(TERMS, lesson)
    .cut(text)
    .map((each) =>
      typeof each === "string" ? each : `${each.before}[${each.form}=${each.term.id}]${each.after}`,
    )
    .join("");

test.each([
  ["Un cgroup, puis des groupes de contrôle.", "Un [cgroup=cgroup], puis des groupes de contrôle."],
  ["Une paire veth sort du pont.", "Une [paire veth=veth] sort du pont."],
  ["Groupes de\u00a0contrôle", "[Groupes de\u00a0contrôle=cgroup]"],
  ["LXC et les cgroups", "LXC et les cgroups"],
  ["vethed, lxc-veth, /sys/veth", "vethed, lxc-veth, /sys/veth"],
])("« %s » is marked as « %s »", (text, expected) => expect(mark(text)).toBe(expected));

test("a lesson does not explain what it teaches", () => {
  expect(mark("La paire veth d’un cgroup", "lxc/reseau")).toBe(
    "La paire veth d’un [cgroup=cgroup]",
  );
});

test("signs stay with the term that they belong to", () => {
  const [plain, found, rest] = new TermFinder(TERMS, undefined).cut(
    "avec l’«\u00a0cgroup\u00a0»\u00a0: oui",
  );
  expect(plain).toBe("avec l’");
  expect(found).toMatchObject({ before: "«\u00a0", form: "cgroup", after: "\u00a0»" });
  expect(rest).toBe("\u00a0: oui");
});

test("what one text has said is not marked in the next", () => {
  const finder = new TermFinder(TERMS, undefined);
  expect(finder.cut("un cgroup")).toHaveLength(2);
  expect(finder.cut("un autre cgroup")).toEqual(["un autre cgroup"]);
});
