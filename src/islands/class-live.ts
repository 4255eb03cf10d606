import type { LiveClass } from "../../server/protocol-live.ts";
import { LiveChannel } from "../class/live/channel.ts";
import { ClassPanel } from "../class/live/panel.ts";
import "../class/live/styles.ts";

/** What the classes of the page's reader have to tell, while they are under way; nothing for everybody else. */
class ClassLive extends HTMLElement {
  readonly #panels = new Map<string, ClassPanel>();

  connectedCallback(): void {
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", "Votre classe");
    this.hidden = true;
    new LiveChannel((state) => this.#show(state));
  }

  #show(state: readonly LiveClass[]): void {
    const there = new Set(state.map(({ member }) => member));
    for (const [member, panel] of this.#panels) {
      if (there.has(member)) continue;
      panel.element.remove();
      this.#panels.delete(member);
    }
    // Live regions must be on the page before they are written to.
    this.hidden = state.length === 0;
    for (const live of state) {
      const panel = this.#panels.get(live.member) ?? this.#add(live);
      panel.show(live);
    }
  }

  #add(live: LiveClass): ClassPanel {
    const panel = new ClassPanel(live);
    this.#panels.set(live.member, panel);
    this.append(panel.element);
    return panel;
  }
}

customElements.define("class-live", ClassLive);

/** In the lab's bar; where there is no lab, on top of the text. */
const bar = document.querySelector(".lab-bar");
const text = document.querySelector("article, join-class");
if (bar) bar.after(document.createElement("class-live"));
else text?.before(document.createElement("class-live"));
