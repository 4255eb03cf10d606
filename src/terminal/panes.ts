import { makeSeparator } from "../lab/separator.ts";
import { type Tabs } from "./tabs.ts";

/** Under this width (px) two terminals stand one above the other: forty columns are too few. */
const STACKED = 680;

/** The place of the terminals: one of them, or two with a divider between. */
export class Panes {
  readonly element = document.createElement("div");
  readonly #separator = document.createElement("div");
  readonly #watch = new ResizeObserver(() => this.#turn());

  constructor() {
    this.element.className = "terminal-screen";
    this.#separator.className = "pane-separator";
    this.#separator.role = "separator";
    this.#separator.tabIndex = 0;
    this.#separator.ariaLabel = "Partage entre les deux terminaux";
    this.#separator.ariaValueMin = "20";
    this.#separator.ariaValueMax = "80";
    this.#separator.ariaValueNow = "50";
    this.#separator.hidden = true;
    this.element.append(this.#separator);
    makeSeparator(this.#separator, {
      min: 20,
      max: 80,
      key: "panes",
      shareAt: (event) => this.#shareAt(event),
      lay: (share) => this.element.style.setProperty("--pane", `${share}%`),
    });
    this.#watch.observe(this.element);
  }

  /** Makes room for one terminal or two, before they are made: their first size is the right one. */
  lay({ panes }: Tabs): void {
    this.element.toggleAttribute("data-split", panes.length > 1);
    this.#separator.hidden = panes.length === 1;
    this.#turn();
  }

  /** Takes a new terminal in, to where it will be seen. */
  add(view: HTMLElement, name: string, { panes }: Tabs): void {
    view.dataset["pane"] = String((panes as string[]).indexOf(name));
    this.element.append(view);
  }

  /** Shows the terminals that are to be seen, and hides the others. */
  render(views: ReadonlyMap<string, HTMLElement>, { panes, focus }: Tabs): void {
    for (const [name, view] of views) {
      const index = (panes as string[]).indexOf(name);
      view.hidden = index < 0;
      view.dataset["pane"] = String(index);
      view.toggleAttribute("data-front", index === focus);
    }
  }

  #turn(): void {
    const stacked = this.element.clientWidth < STACKED;
    this.element.toggleAttribute("data-stacked", stacked);
    this.#separator.ariaOrientation = stacked ? "horizontal" : "vertical";
  }

  #shareAt({ clientX, clientY }: PointerEvent): number {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    const stacked = this.element.hasAttribute("data-stacked");
    return stacked ? ((clientY - top) / height) * 100 : ((clientX - left) / width) * 100;
  }
}
