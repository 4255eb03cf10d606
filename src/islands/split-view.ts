import { makeSeparator } from "../lab/separator.ts";

/** Prose and lab side by side, with a divider between them. */
class SplitView extends HTMLElement {
  connectedCallback(): void {
    const separator = this.querySelector<HTMLElement>("[role=separator]");
    if (!separator) return;
    makeSeparator(separator, {
      min: 30,
      max: 75,
      key: "split",
      shareAt: ({ clientX }) => (clientX / this.clientWidth) * 100,
      lay: (share) => this.style.setProperty("--split", `${share}%`),
    });
  }
}

customElements.define("split-view", SplitView);
