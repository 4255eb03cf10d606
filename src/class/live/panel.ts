import type { LiveClass } from "../../../server/protocol-live.ts";
import { make, say } from "../forms.ts";
import { DemonstrationPane } from "./demonstration.ts";
import { HandControl } from "./hand.ts";
import { LookNotices } from "./looks.ts";
import { MessageList } from "./messages.ts";

const RECORDING =
  "Dans les leçons de cette classe, ce que montrent vos terminaux est enregistré\u202f; vous pouvez le revoir dans la page de la classe.";

/** What a student's page shows of one class. */
export class ClassPanel {
  readonly element: HTMLElement;
  readonly #name = make("span", { className: "class-name" });
  readonly #hand: HandControl;
  readonly #messages: MessageList;
  readonly #looks: LookNotices;
  readonly #demonstration: DemonstrationPane;
  readonly #recording = make("p", { className: "class-notice recording" });

  constructor({ member }: LiveClass) {
    this.#hand = new HandControl(member);
    this.#messages = new MessageList(member);
    this.#looks = new LookNotices(member);
    this.#demonstration = new DemonstrationPane(member);
    this.#recording.setAttribute("role", "status");
    const link = make("a", { href: "/classe/" }, this.#name);
    this.element = make(
      "div",
      { className: "class-panel" },
      make("div", { className: "class-line" }, link, this.#hand.element),
      this.#recording,
      this.#looks.element,
      this.#demonstration.element,
      this.#messages.element,
    );
  }

  show(live: LiveClass): void {
    const said = live.recording ? RECORDING : "";
    this.#recording.hidden = !live.recording;
    // A live region speaks whenever it is written to, even with the same words.
    if (this.#recording.textContent !== said) say(this.#recording, said);
    say(this.#name, live.class.name);
    this.#hand.show(live.hand);
    this.#looks.show(live.looks);
    this.#demonstration.show(live.demonstration);
    this.#messages.show(live.messages);
  }
}
