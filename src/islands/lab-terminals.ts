import { machineOf } from "../../server/protocol.ts";
// Open terminals go along to other lessons.
import "../follow/follow.ts";
import { memory } from "../lab/memory.ts";
import { labStore } from "../lab/store.ts";
import { showHelp } from "../terminal/help.ts";
import { keep, restore } from "../terminal/kept-tabs.ts";
import { Panes } from "../terminal/panes.ts";
import { commandOf, leave, type Command } from "../terminal/shortcuts.ts";
import { idsOf, TabBar } from "../terminal/tab-bar.ts";
import {
  activeOf,
  firstOf,
  labelOf,
  neighbour,
  nextName,
  rename,
  select,
  split,
  unsplit,
  without,
  type Tabs,
} from "../terminal/tabs.ts";
import { TouchKeys } from "../terminal/touch-keys.ts";
import { ViewTools } from "../terminal/view-tools.ts";
import { type LabTerminal } from "./lab-terminal.ts";
import "./lab-terminal.ts";

/** The terminals of a lab (`data-lab`, `data-first`): one tab and one view each, one or two seen. */
export class LabTerminals extends HTMLElement {
  #tabs!: Tabs;
  #views = new Map<string, LabTerminal>();
  #panes = new Panes();
  #bar = new TabBar({
    select: (name, enter) => this.select(name, enter),
    close: (name) => this.#close(name),
    rename: (name, label) => this.#show(rename(this.#tabs, name, label)),
    add: () => this.#add(),
  });
  #tools!: ViewTools;
  #keys = new TouchKeys(() => this.#front);

  connectedCallback(): void {
    this.#tools = new ViewTools(this.closest<HTMLElement>(".lab-pane"), {
      search: () => this.#do("search"),
      split: () => this.#do("split"),
      help: () => showHelp(this),
      resized: (size) => this.#views.forEach((view) => (view.fontSize = size)),
    });
    const head = document.createElement("div");
    head.className = "terminal-head";
    head.append(this.#bar.element, this.#tools.element);
    const way = document.createElement("p");
    way.id = "terminal-way-out";
    way.hidden = true;
    way.textContent = "F6 quitte le terminal";
    this.append(head, this.#panes.element, this.#keys.element, way);
    this.addEventListener("keydown", (event) => {
      const command = commandOf(event);
      if (!command) return;
      event.preventDefault();
      this.#do(command);
    });
    const first = firstOf(this.#first, this.#machines);
    this.#tabs = restore(memory.get(this.#key), this.#lab, first);
    this.#panes.lay(this.#tabs);
    // The server plays solutions in the first terminal, which must be open for that.
    this.#view(this.#first);
    this.#show(this.#tabs);
  }

  /** Brings a terminal to the front. `enter` gives it the keyboard as well. */
  select(name: string, enter: boolean): void {
    this.#show(select(this.#tabs, name));
    if (enter) this.focus();
  }

  /** Brings the terminal in which solutions are played to the front. */
  selectFirst(): void {
    this.select(this.#first, false);
  }

  /** Gives the keyboard to the terminal in front. */
  override focus(): void {
    this.#front.focus();
  }

  /** Types commands into the terminal in front. */
  run(commands: string): void {
    this.#front.run(commands);
  }

  get #front(): LabTerminal {
    return this.#view(activeOf(this.#tabs));
  }

  get #lab(): string {
    return this.dataset["lab"] ?? "";
  }

  get #first(): string {
    return this.dataset["first"] ?? "main";
  }

  get #machines(): readonly string[] {
    return labStore?.lab?.machines ?? [];
  }

  get #key(): string {
    return `tabs:${labStore?.lab?.lesson}`;
  }

  #show(tabs: Tabs): void {
    this.#tabs = tabs;
    this.#panes.lay(tabs);
    const seen = tabs.panes.map((name) => this.#view(name));
    this.#panes.render(this.#views, tabs);
    for (const view of seen) view.fit();
    const several = this.#machines.length > 1;
    this.#bar.render(tabs, {
      label: (name) => tabs.names[name] ?? labelOf(name, this.#machines),
      next: several
        ? `Nouveau terminal sur ${machineOf(activeOf(tabs), this.#machines)}`
        : "Nouveau terminal",
    });
    this.#tools.split = tabs.panes.length > 1;
    memory.set(this.#key, keep(this.#lab, tabs));
  }

  #do(command: Command): void {
    const tabs = this.#tabs;
    if (command === "to-step" || command === "to-foot") leave(command);
    else if (command === "search") void this.#front.search();
    else if (command === "split") this.#split();
    else if (command === "next") this.select(neighbour(tabs, 1), true);
    else if (command === "previous") this.select(neighbour(tabs, -1), true);
    else if (command === "close") this.#close(activeOf(tabs));
    else {
      const last = tabs.closed.at(-1);
      if (last) this.select(last, true);
    }
  }

  #add(): void {
    const name = this.#next();
    if (name) this.select(name, true);
  }

  #next(): string | null {
    return nextName(this.#tabs, labStore?.lab?.terminals ?? [], this.#machines);
  }

  /** Side by side with the next tab, or with a new one; again, and the one in front is alone. */
  #split(): void {
    const tabs = this.#tabs;
    const beside = tabs.open.length > 1 ? neighbour(tabs, 1) : this.#next();
    if (tabs.panes.length > 1) this.#show(unsplit(tabs));
    else if (beside) this.#show(split(tabs, beside));
    this.focus();
  }

  /** The shell lives on in the lab: « + » finds it again. The first terminal stays, for solutions. */
  #close(name: string): void {
    if (name === this.#tabs.open[0]) return;
    this.#views.get(name)?.remove();
    this.#views.delete(name);
    this.#show(without(this.#tabs, name));
    this.focus();
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
    view.addEventListener("focusin", () => {
      if (activeOf(this.#tabs) !== name) this.select(name, false);
    });
    this.#views.set(name, view);
    this.#panes.add(view, name, this.#tabs);
    return view;
  }
}

customElements.define("lab-terminals", LabTerminals);
