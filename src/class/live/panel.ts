import type { LiveClass } from "../../../server/protocol-live.ts";
import { make, say } from "../forms.ts";
import { DemonstrationPane } from "./demonstration.ts";
import { HandControl } from "./hand.ts";
import { LookNotices } from "./looks.ts";
import { MessageList } from "./messages.ts";

/** What a student's page shows of one class. */
export class ClassPanel {
  readonly element: HTMLElement;
  readonly #name = make("span", { className: "class-name" });
  readonly #hand: HandControl;
  readonly #messages: MessageList;
  readonly #looks: LookNotices;
  readonly #demonstration: DemonstrationPane;

  constructor({ member }: LiveClass) {
    this.#hand = new HandControl(member);
    this.#messages = new MessageList(member);
    this.#looks = new LookNotices(member);
    this.#demonstration = new DemonstrationPane(member);
    const link = make("a", { href: "/classe/" }, this.#name);
    this.element = make(
      "div",
      { className: "class-panel" },
      make("div", { className: "class-line" }, link, this.#hand.element),
      this.#looks.element,
      this.#demonstration.element,
      this.#messages.element,
    );
  }

  show(live: LiveClass): void {
    say(this.#name, live.class.name);
    this.#hand.show(live.hand);
    this.#looks.show(live.looks);
    this.#demonstration.show(live.demonstration);
    this.#messages.show(live.messages);
  }
}
