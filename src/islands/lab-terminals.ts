import { memory } from "../lab/memory.ts";
import { labStore } from "../lab/store.ts";
import { idsOf, TabBar } from "../terminal/tab-bar.ts";
import { keep, neighbour, nextName, restore, without, type Tabs } from "../terminal/tabs.ts";
import { TouchKeys } from "../terminal/touch-keys.ts";
import { viewTools } from "../terminal/view-tools.ts";
import { type LabTerminal } from "./lab-terminal.ts";
import "./lab-terminal.ts";

/** The terminals of a lab (`data-lab`, `data-first`): one tab and one view each, one in front. */
export class LabTerminals extends HTMLElement {
  #tabs!: Tabs;
  #views = new Map<string, LabTerminal>();
  #screen = document.createElement("div");
  #bar = new TabBar({
    select: (name, enter) => this.select(name, enter),
    close: (name) => this.#close(name),
    add: () => this.#add(),
  });

  #keys = new TouchKeys(() => this.#view(this.#tabs.active));

  connectedCallback(): void {
    this.#screen.className = "terminal-screen";
    const tools = viewTools(this.closest<HTMLElement>(".lab-pane"), (size) => {
      for (const view of this.#views.values()) view.fontSize = size;
    });
    const head = document.createElement("div");
    head.className = "terminal-head";
    head.append(this.#bar.element, tools);
    this.append(head, this.#screen, this.#keys.element);
    this.addEventListener("change-tab", (event) => {
      const steps = (event as CustomEvent<number>).detail;
      this.select(neighbour(this.#tabs, steps), true);
    });
    this.#tabs = restore(memory.get(this.#key), this.#lab, this.#first);
    // The server plays solutions in the first terminal, which must be open for that.
    this.#view(this.#first);
    this.select(this.#tabs.active, false);
  }

  /** Brings a terminal to the front. `enter` gives it the keyboard as well. */
  select(name: string, enter: boolean): void {
    const { open } = this.#tabs;
    this.#tabs = { open: open.includes(name) ? open : [...open, name], active: name };
    const shown = this.#view(name);
    for (const view of this.#views.values()) view.hidden = view !== shown;
    shown.fit();
    this.#bar.render(this.#tabs);
    memory.set(this.#key, keep(this.#lab, this.#tabs));
    if (enter) shown.focus();
  }

  /** Brings the terminal in which solutions are played to the front. */
  selectFirst(): void {
    this.select(this.#first, false);
  }

  /** Gives the keyboard to the terminal in front. */
  override focus(): void {
    this.#view(this.#tabs.active).focus();
  }

  /** Types commands into the terminal in front. */
  run(commands: string): void {
    this.#view(this.#tabs.active).run(commands);
  }

  get #lab(): string {
    return this.dataset["lab"] ?? "";
  }

  get #first(): string {
    return this.dataset["first"] ?? "main";
  }

  get #key(): string {
    return `tabs:${labStore?.lesson}`;
  }

  #add(): void {
    const name = nextName(this.#tabs.open, labStore?.lab?.terminals ?? []);
    if (name) this.select(name, true);
  }

  /** The shell lives on in the lab: « + » finds it again. */
  #close(name: string): void {
    this.#tabs = without(this.#tabs, name);
    this.#views.get(name)?.remove();
    this.#views.delete(name);
    this.select(this.#tabs.active, true);
  }

  /** The view of a terminal, which is made, and connected, when it is first looked at. */
  #view(name: string): LabTerminal {
    const known = this.#views.get(name);
    if (known) return known;
    const view = document.createElement("lab-terminal") as LabTerminal;
    const { tab, panel } = idsOf(name);
    view.dataset["lab"] = this.#lab;
    view.dataset["name"] = name;
    view.id = panel;
    view.role = "tabpanel";
    view.setAttribute("aria-labelledby", tab);
    view.typed = (text) => this.#keys.typed(text);
    this.#views.set(name, view);
    this.#screen.append(view);
    return view;
  }
}

customElements.define("lab-terminals", LabTerminals);
