import { judge, type Kind } from "../lab/judge.ts";

/** A question: takes an answer by mouse or keyboard, says whether it is right, and opens the explanation. */
class LessonQuestion extends HTMLElement {
  #choices = [...this.querySelectorAll<HTMLElement>(".choice")];
  #entry = this.querySelector<HTMLInputElement>(".entry input");

  connectedCallback(): void {
    // Shown by script alone: without it there is nobody to answer to.
    for (const input of this.querySelectorAll("input")) input.hidden = false;
    for (const part of this.querySelectorAll<HTMLElement>(".entry, .question-foot"))
      part.hidden = false;
    this.querySelector("button")!.addEventListener("click", () => this.#answer());
    this.#entry?.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#answer();
    });
  }

  #answer(): void {
    const given = this.#choices.map((choice) => choice.querySelector("input")!.checked);
    const { done, words } = judge(this.dataset["kind"] as Kind, {
      given,
      right: this.#choices.map(({ dataset }) => dataset["right"] === "oui"),
      typed: this.#entry?.value ?? "",
      accepted: (this.dataset["accepted"] ?? "").split("|"),
    });
    this.querySelector("[role=status]")!.textContent = words;
    if (!done) return;
    for (const [index, choice] of this.#choices.entries()) this.#mark(choice, given[index]!);
    this.querySelector("details")!.open = true;
  }

  #mark(choice: HTMLElement, given: boolean): void {
    const right = choice.dataset["right"] === "oui";
    choice.dataset["verdict"] = right ? "right" : given ? "wrong" : "";
    const words = right ? (given ? "juste" : "il fallait") : given ? "non" : "";
    choice.querySelector(".verdict")!.textContent = words;
  }
}

customElements.define("lesson-question", LessonQuestion);
