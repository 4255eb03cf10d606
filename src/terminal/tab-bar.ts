import { labelOf, TABS_MAX, type Tabs } from "./tabs.ts";

/** What the reader asks of the tabs. `enter`: the keyboard shall go into the terminal. */
export interface TabRequests {
  select(name: string, enter: boolean): void;
  close(name: string): void;
  add(): void;
}

/** Parts of one tab in the page. */
interface Tab {
  box: HTMLElement;
  tab: HTMLButtonElement;
  close: HTMLButtonElement;
}

const CROSS = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="m4 4 8 8m0-8-8 8"/></svg>';
const PLUS = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 3v10M3 8h10"/></svg>';

/** Ids by which a tab and its terminal name each other. */
export const idsOf = (name: string) => ({ tab: `tab-${name}`, panel: `terminal-${name}` });

/**
 * The row of tabs above the terminals (ARIA Authoring Practices, tabs with automatic activation).
 * The list owns its tabs by id: a close button may stand beside a tab, not inside the list.
 */
export class TabBar {
  readonly element = document.createElement("div");
  readonly #list = document.createElement("div");
  readonly #add = iconButton(PLUS, "Nouveau terminal");
  readonly #tabs = new Map<string, Tab>();
  readonly #requests: TabRequests;
  #shown: Tabs = { open: [], active: "" };

  constructor(requests: TabRequests) {
    this.#requests = requests;
    this.element.className = "tab-bar";
    this.#list.setAttribute("role", "tablist");
    this.#list.setAttribute("aria-label", "Terminaux du lab");
    this.#add.classList.add("add");
    this.#add.addEventListener("click", () => {
      if (this.#add.ariaDisabled !== "true") requests.add();
    });
    this.element.append(this.#list, this.#add);
    this.element.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Shows these tabs; those that stay keep their elements, and so the focus. */
  render(tabs: Tabs): void {
    this.#shown = tabs;
    for (const [name, { box }] of this.#tabs) {
      if (tabs.open.includes(name)) continue;
      box.remove();
      this.#tabs.delete(name);
    }
    for (const name of tabs.open) {
      const { box, tab, close } = this.#tabs.get(name) ?? this.#make(name);
      const active = name === tabs.active;
      tab.ariaSelected = String(active);
      tab.tabIndex = active ? 0 : -1;
      if (active) tab.setAttribute("aria-controls", idsOf(name).panel);
      else tab.removeAttribute("aria-controls");
      box.toggleAttribute("data-active", active);
      close.hidden = !active || name === tabs.open[0];
    }
    this.#list.setAttribute("aria-owns", tabs.open.map((name) => idsOf(name).tab).join(" "));
    const full = tabs.open.length >= TABS_MAX;
    this.#add.ariaDisabled = String(full);
    this.#add.title = full ? "Six terminaux au plus" : "Nouveau terminal";
    this.#tabs.get(tabs.active)?.box.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #make(name: string): Tab {
    const label = labelOf(name);
    const box = document.createElement("div");
    const tab = document.createElement("button");
    const close = iconButton(CROSS, `Fermer ${label}`);
    box.className = "tab";
    tab.type = "button";
    tab.id = idsOf(name).tab;
    tab.role = "tab";
    tab.textContent = label;
    tab.addEventListener("click", () => this.#requests.select(name, true));
    close.addEventListener("click", () => this.#requests.close(name));
    box.append(tab, close);
    this.#add.before(box);
    const made = { box, tab, close };
    this.#tabs.set(name, made);
    return made;
  }

  #key(event: KeyboardEvent): void {
    if ((event.target as Element).role !== "tab") return;
    const { open, active } = this.#shown;
    const index = open.indexOf(active);
    const target: Record<string, number> = {
      ArrowLeft: (index + open.length - 1) % open.length,
      ArrowRight: (index + 1) % open.length,
      Home: 0,
      End: open.length - 1,
    };
    const next = target[event.key];
    if (next !== undefined && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      this.#requests.select(open[next]!, false);
      this.#tabs.get(open[next]!)?.tab.focus();
    } else if (event.key === "Delete" && index > 0) this.#requests.close(active);
  }
}

/** A button that is a drawing, with its name for those who do not see it. */
export function iconButton(drawing: string, label: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button";
  button.ariaLabel = label;
  button.title = label;
  button.innerHTML = drawing;
  return button;
}
