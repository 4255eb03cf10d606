import Aside from "./Aside.astro";
import Figure from "./Figure.astro";
import Hint from "./Hint.astro";
import Solution from "./Solution.astro";
import Step from "./Step.astro";

/** What a lesson's tags stand for: lessons import nothing themselves. */
export const lessonComponents = { Aside, Figure, Hint, Solution, Step };
