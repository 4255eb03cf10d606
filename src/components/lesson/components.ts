import Aside from "./Aside.astro";
import Choice from "./Choice.astro";
import Entry from "./Entry.astro";
import Explanation from "./Explanation.astro";
import Figure from "./Figure.astro";
import FileTree from "./FileTree.astro";
import Hint from "./Hint.astro";
import Question from "./Question.astro";
import Sequence from "./Sequence.astro";
import Solution from "./Solution.astro";
import SideBySide from "./SideBySide.astro";
import Step from "./Step.astro";
import StorageDuel from "./StorageDuel.astro";
import Tab from "./Tab.astro";
import Tabs from "./Tabs.astro";

/** What a lesson's tags stand for: lessons import nothing themselves. */
export const lessonComponents = {
  ...{ Aside, Figure, FileTree, Hint, Sequence, Solution, Step, Tab, Tabs },
  ...{ SideBySide, StorageDuel },
  ...{ Question, Choice, Entry, Explanation },
};
