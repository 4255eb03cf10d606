import type { BoardRow } from "../../../server/protocol-board.ts";
import { LIVE_LIMITS } from "../../../server/protocol-live.ts";
import { make, onSubmit, say } from "../forms.ts";
import { ask } from "../instructor.ts";

/** A message to one student or to all, written in a dialog. */
export class Letter {
  readonly element: HTMLDialogElement;
  readonly #title = make("h2", { id: "ecrire" });
  readonly #words: HTMLTextAreaElement;
  readonly #status = make("p");
  #to: BoardRow | null = null;

  /** @param path of the class below `/api` */
  constructor(path: string) {
    this.#words = make("textarea", {
      id: "message",
      name: "words",
      rows: 4,
      required: true,
      maxLength: LIVE_LIMITS.message,
    });
    this.#status.setAttribute("role", "status");
    const cancel = make("button", { type: "button", className: "button" }, "Fermer");
    cancel.addEventListener("click", () => this.element.close());
    const form = make(
      "form",
      {},
      this.#title,
      make("label", { htmlFor: "message" }, "Message, montré tout de suite sur sa page"),
      this.#words,
      make(
        "p",
        { className: "buttons" },
        make("button", { className: "button primary" }, "Envoyer"),
        cancel,
      ),
      this.#status,
    );
    this.element = make("dialog", { className: "letter" }, form);
    this.element.setAttribute("aria-labelledby", "ecrire");
    onSubmit(form, async () => {
      const members = this.#to ? { members: [this.#to.id] } : {};
      const words = this.#words.value.trim();
      const { sent } = await ask<{ sent: number }>("POST", `${path}/messages`, {
        words,
        ...members,
      });
      this.#words.value = "";
      say(this.#status, `Envoyé à ${sent}\u00a0élève${sent > 1 ? "s" : ""}.`);
    });
  }

  /** Opens it for one student, or (null) for all of them. */
  open(to: BoardRow | null): void {
    this.#to = to;
    say(this.#title, to ? `Écrire à ${to.name}` : "Écrire à toute la classe");
    say(this.#status, "");
    this.element.showModal();
    this.#words.focus();
  }
}
