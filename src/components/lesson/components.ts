import Aside from "./Aside.astro";
import Choice from "./Choice.astro";
import Entry from "./Entry.astro";
import Explanation from "./Explanation.astro";
import Figure from "./Figure.astro";
import Hint from "./Hint.astro";
import Question from "./Question.astro";
import Solution from "./Solution.astro";
import Step from "./Step.astro";

/** What a lesson's tags stand for: lessons import nothing themselves. */
export const lessonComponents = {
  ...{ Aside, Figure, Hint, Solution, Step },
  ...{ Question, Choice, Entry, Explanation },
};
