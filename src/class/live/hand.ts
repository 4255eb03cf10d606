import { LIVE_LIMITS, type LiveClass } from "../../../server/protocol-live.ts";
import { call } from "../../lab/api.ts";
import { attempt, make, onSubmit, say } from "../forms.ts";
import { placeInQueue } from "./words.ts";

let forms = 0;

/** A student's hand: raised with words of their own, seen in the queue, taken down again. */
export class HandControl {
  readonly element: HTMLElement;
  readonly #path: string;
  readonly #pressed = make("button", { type: "button", className: "button small" });
  readonly #place = make("p", { className: "place" });
  readonly #form: HTMLFormElement;
  readonly #words: HTMLTextAreaElement;
  readonly #status = make("p", { className: "trouble" });
  #up = false;

  /** @param member the student's id in the class */
  constructor(member: string) {
    this.#path = `/classes/me/${encodeURIComponent(member)}/hand`;
    const id = `main-levee-${++forms}`;
    this.#words = make("textarea", {
      id,
      name: "words",
      rows: 2,
      maxLength: LIVE_LIMITS.words,
    });
    const send = make("button", { className: "button small primary" }, "Lever la main");
    const cancel = make("button", { type: "button", className: "button small" }, "Annuler");
    cancel.addEventListener("click", () => this.#open(false));
    this.#status.setAttribute("role", "status");
    this.#place.setAttribute("role", "status");
    this.#form = make(
      "form",
      { hidden: true },
      make("label", { htmlFor: id }, "Ce qui vous arrête, en quelques mots si vous voulez"),
      this.#words,
      make("p", { className: "buttons" }, send, cancel),
      this.#status,
    );
    onSubmit(this.#form, async () => {
      await call("PUT", this.#path, { words: this.#words.value.trim() });
      this.#open(false);
    });
    this.#pressed.addEventListener("click", () => {
      if (this.#up) void attempt(this.#place, () => call("DELETE", this.#path));
      else this.#open(this.#form.hidden === true);
    });
    this.element = make("div", { className: "hand" }, this.#place, this.#pressed, this.#form);
    this.show(null);
  }

  /** Shows the hand as the class has it. */
  show(hand: LiveClass["hand"]): void {
    this.#up = hand !== null;
    say(this.#pressed, hand ? "Baisser la main" : "Lever la main");
    if (hand) this.#pressed.removeAttribute("aria-expanded");
    else this.#pressed.setAttribute("aria-expanded", String(!this.#form.hidden));
    const said = hand ? placeInQueue(hand.place) : "";
    // A live region speaks whenever it is written to, even with the same words.
    if (this.#place.textContent !== said) say(this.#place, said);
  }

  #open(open: boolean): void {
    const within = this.#form.contains(document.activeElement);
    this.#form.hidden = !open;
    this.#pressed.setAttribute("aria-expanded", String(open));
    if (open) this.#words.focus();
    else {
      this.#form.reset();
      if (within) this.#pressed.focus();
    }
  }
}
