import type { LiveLook } from "../../../server/protocol-live.ts";
import { call } from "../../lab/api.ts";
import { attempt, make } from "../forms.ts";
import { hour } from "./words.ts";

type Answer = "grant" | "refuse" | "back";

/** Who looks at the student's terminals, told for as long as they do, and their question for the keyboard. */
export class LookNotices {
  readonly element = make("div", { className: "looks" });
  readonly #path: string;
  #said = "";

  /** @param member the student's id in the class */
  constructor(member: string) {
    this.#path = `/classes/me/${encodeURIComponent(member)}/looks`;
    this.element.setAttribute("role", "status");
  }

  /** Shows who looks now; nothing is written anew while it is the same. */
  show(looks: readonly LiveLook[]): void {
    const said = JSON.stringify(looks);
    if (said === this.#said) return;
    this.#said = said;
    const focused = this.element.contains(document.activeElement);
    this.element.replaceChildren(...looks.map((look) => this.#notice(look)));
    if (focused) this.element.querySelector("button")?.focus();
  }

  #notice(look: LiveLook): HTMLElement {
    const { by, terminal, since, keyboard } = look;
    const seen = `${by} regarde votre terminal «\u00a0${terminal}\u00a0» depuis ${hour(since)}.`;
    const status = make("span", { className: "trouble" });
    const answer = (text: string, what: Answer, primary = false) => {
      const pressed = make(
        "button",
        { type: "button", className: `button small${primary ? " primary" : ""}` },
        text,
      );
      pressed.addEventListener("click", () => {
        const path = `${this.#path}/${encodeURIComponent(look.id)}`;
        void attempt(status, () => call("POST", path, { answer: what }));
      });
      return pressed;
    };
    const [words, buttons] = {
      none: ["", []],
      refused: ["Vous gardez le clavier.", []],
      asked: [
        `${by} vous demande le clavier, pour taper dans ce terminal.`,
        [answer("Accepter", "grant", true), answer("Refuser", "refuse")],
      ],
      held: [
        `${by} peut taper dans ce terminal, et vous aussi.`,
        [answer("Reprendre le clavier", "back", true)],
      ],
    }[keyboard] as [string, HTMLElement[]];
    return make(
      "div",
      { className: `class-notice look ${keyboard}` },
      make("p", {}, [seen, words].filter(Boolean).join(" ")),
      ...(buttons.length > 0 ? [make("p", { className: "buttons" }, ...buttons, status)] : []),
    );
  }
}
