import type { LiveClass } from "../../../server/protocol-live.ts";
import { forEachLesson } from "../../follow/shown.ts";
import { memory } from "../../lab/memory.ts";
import { make } from "../forms.ts";

/** What the class decides of the page's lesson: solutions shown or not, help that is open to all, a lab that waits. */
export class Guidance {
  readonly element = make("div", { className: "guidance" });
  #lesson: string | undefined;
  #steps: HTMLElement[] = [];
  /** What was opened on this page already: who folds it again wants it folded. */
  readonly #opened = new Set<string>();
  #said = "";
  #state: readonly LiveClass[] | null = null;

  constructor() {
    this.element.setAttribute("role", "status");
    forEachLesson(() => this.#turn());
  }

  #turn(): void {
    this.#lesson = document.querySelector<HTMLElement>("[data-page-lesson]")?.dataset["pageLesson"];
    this.#steps = [...document.querySelectorAll<HTMLElement>("[data-step]")];
    this.#opened.clear();
    // Before the class has answered, as it was on the last page: no solution shows for a moment.
    const lessons = memory.get("closed")?.split(" ") ?? [];
    if (this.#lesson && lessons.includes(this.#lesson)) this.#solutions(() => false);
    if (this.#state) this.show(this.#state);
  }

  /** Takes what the classes say now. */
  show(state: readonly LiveClass[]): void {
    this.#state = state;
    const closed = state.filter(({ solutions }) => solutions === "closed");
    memory.set("closed", closed.flatMap(({ lessons }) => lessons).join(" ") || null);
    const here = state.filter(({ lessons }) => this.#lesson && lessons.includes(this.#lesson));
    const open = here
      .flatMap(({ openings }) => openings)
      .filter(({ lesson }) => lesson === this.#lesson);
    const has = (step: string, what: string) =>
      open.some((each) => each.step === step && each.what === what);
    const allOpen = here.every(({ solutions }) => solutions === "open");
    this.#solutions((step) => allOpen || has(step, "solution"));
    const fresh = open.filter(({ step, what }) => this.#unfold(step, what));
    const locked = here.some((each) => each.locked.includes(this.#lesson ?? ""));
    this.#say([
      ...(locked
        ? [
            "Cette leçon n’est pas encore ouverte à la classe\u00a0: elle se lit, et son lab viendra.",
          ]
        : []),
      ...open.map(({ step, what }) => {
        const title = this.#title(step);
        return what === "hint"
          ? `Les indices de l’étape «\u00a0${title}\u00a0» sont ouverts à tous.`
          : `La solution de l’étape «\u00a0${title}\u00a0» est ouverte à tous.`;
      }),
    ]);
    if (fresh.length > 0) this.element.scrollIntoView({ block: "nearest" });
  }

  #solutions(shown: (step: string) => boolean): void {
    for (const step of this.#steps)
      for (const solution of step.querySelectorAll<HTMLElement>(".solution"))
        solution.hidden = !shown(step.dataset["step"] ?? "");
  }

  /** Unfolds what was opened for all. @returns whether it is new on this page */
  #unfold(step: string, what: "hint" | "solution"): boolean {
    const key = `${what} ${step}`;
    if (this.#opened.has(key)) return false;
    this.#opened.add(key);
    const found = this.#steps.find((each) => each.dataset["step"] === step);
    for (const fold of found?.querySelectorAll<HTMLDetailsElement>(`details.${what}`) ?? [])
      fold.open = true;
    return true;
  }

  #title(step: string): string {
    const found = this.#steps.find((each) => each.dataset["step"] === step);
    return found?.querySelector(".title")?.textContent?.trim() ?? step;
  }

  /** A live region speaks whenever it is written to, even with the same words. */
  #say(sentences: string[]): void {
    const said = sentences.join("\n");
    if (said === this.#said) return;
    this.#said = said;
    this.element.replaceChildren(
      ...sentences.map((sentence) => make("p", { className: "class-notice" }, sentence)),
    );
  }
}
