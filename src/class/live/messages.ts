import type { LiveMessage } from "../../../server/protocol-live.ts";
import { call } from "../../lab/api.ts";
import { attempt, make } from "../forms.ts";
import { hour } from "./words.ts";

/** What instructors wrote: each stays until it is read. */
export class MessageList {
  readonly element = make("div", { className: "messages" });
  readonly #path: string;
  readonly #shown = new Map<string, HTMLElement>();

  /** @param member the student's id in the class */
  constructor(member: string) {
    this.#path = `/classes/me/${encodeURIComponent(member)}/messages`;
    // New ones are read out, those that were there are not again.
    this.element.setAttribute("role", "log");
    this.element.setAttribute("aria-label", "Messages");
  }

  /** Shows those that were not read yet. */
  show(messages: readonly LiveMessage[]): void {
    const there = new Set(messages.map(({ id }) => id));
    for (const [id, element] of this.#shown) {
      if (there.has(id)) continue;
      element.remove();
      this.#shown.delete(id);
    }
    for (const message of messages) {
      if (this.#shown.has(message.id)) continue;
      const element = this.#notice(message);
      this.#shown.set(message.id, element);
      this.element.append(element);
    }
  }

  #notice({ id, by, words, at }: LiveMessage): HTMLElement {
    const status = make("span", { className: "trouble" });
    status.setAttribute("role", "status");
    const read = make("button", { type: "button", className: "button small" }, "J’ai lu");
    read.addEventListener("click", () => {
      void attempt(status, () => call("POST", `${this.#path}/${encodeURIComponent(id)}/read`));
    });
    return make(
      "div",
      { className: "message" },
      make("p", { className: "by" }, `${by}, ${hour(at)}`),
      make("p", { className: "said" }, words),
      make("p", { className: "buttons" }, read, status),
    );
  }
}
