import { expect, test } from "vitest";
import { goalsOf, reached } from "./goals.ts";
import { report } from "./report.ts";
import { type Figures, type Results, times } from "./results.ts";
import { QUICK } from "./sizes.ts";

const FIGURES: Figures = {
  warm: times([80, 90, 300]),
  prepared: times([120]),
  plain: times([1000]),
  arrival: {
    asked: 30,
    served: 29,
    errors: ["503 labs-full"],
    prompt: times([1_000, 20_000]),
    queued: 12,
    ends: 200,
    left: 0,
  },
  quiet: times([5]),
  attacks: [
    { name: "inondation", echo: times([20]) },
    { name: "fourches", echo: times([70]) },
  ],
};

const RESULTS: Results = {
  bench: "labs",
  date: "2026-01-01T00:00:00.000Z",
  quick: true,
  machine: { cores: 2 },
  effort: QUICK,
  figures: FIGURES,
  failures: { "labs au repos": "plus de mémoire" },
};

const goal = (title: string) => goalsOf(FIGURES).find((each) => each.title.startsWith(title));

test("holds what was measured against the goals", () => {
  expect(goal("clic → invite, machine d’avance, médiane")).toMatchObject({ value: 90, limit: 100 });
  expect(goal("le même, face à lxc")?.value).toBeCloseTo(0.09);
  expect(goal("sans machine d’avance")?.value).toBeUndefined();
  const [served, worst] = [goal("une classe arrive\u00a0: servis"), goal("attaques")];
  expect(served && reached(served)).toBe(false);
  expect(worst).toMatchObject({ value: 70, limit: 50 });
  expect(worst && reached(worst)).toBe(false);
});

test("tells goals, figures and failures in French", () => {
  const text = report(RESULTS);
  expect(text).toMatch(
    /clic → invite, machine d’avance, médiane +\| +≤ 100\u00a0ms \| +90\u00a0ms \| +✔/,
  );
  expect(text).toMatch(/la même, où la leçon prépare quelque chose +\| +120 \(120\)/);
  expect(text).toMatch(/écho du voisin, fourches +\| +70 \(70\)/);
  expect(text).toContain("- labs au repos\u00a0: plus de mémoire");
});
