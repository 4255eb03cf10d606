import { ICONS, iconButton } from "./icons.ts";
import { askName } from "./tab-name.ts";
import { activeOf, TABS_MAX, type Tabs } from "./tabs.ts";

/** What the reader asks of the tabs. `enter`: the keyboard shall go into the terminal. */
export interface TabRequests {
  select(name: string, enter: boolean): void;
  close(name: string): void;
  rename(name: string, label: string): void;
  add(): void;
}

/** What is written on the tabs, and on « + ». */
export interface TabWords {
  label(name: string): string;
  /** What « + » opens. */
  next: string;
}

/** Parts of one tab in the page. */
interface Tab {
  box: HTMLElement;
  tab: HTMLButtonElement;
  close: HTMLButtonElement;
}

/** Ids by which a tab and its terminal name each other. */
export const idsOf = (name: string) => ({ tab: `tab-${name}`, panel: `terminal-${name}` });

/**
 * The row of tabs above the terminals (ARIA Authoring Practices, tabs with automatic activation).
 * The list owns its tabs by id: a close button may stand beside a tab, not inside the list.
 */
export class TabBar {
  readonly element = document.createElement("div");
  readonly #list = document.createElement("div");
  readonly #add = iconButton(ICONS.plus, "Nouveau terminal");
  readonly #tabs = new Map<string, Tab>();
  readonly #requests: TabRequests;
  #shown: Tabs = { open: [], panes: [""], focus: 0, closed: [], names: {} };

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
  render(tabs: Tabs, words: TabWords): void {
    this.#shown = tabs;
    const front = activeOf(tabs);
    for (const [name, { box }] of this.#tabs) {
      if (tabs.open.includes(name)) continue;
      box.remove();
      this.#tabs.delete(name);
    }
    for (const name of tabs.open) {
      const { box, tab, close } = this.#tabs.get(name) ?? this.#make(name);
      const [active, seen] = [name === front, (tabs.panes as string[]).includes(name)];
      const label = words.label(name);
      if (tab.textContent !== label) tab.textContent = label;
      tab.title = seen && !active ? `${label}, affiché à côté` : `${label} (F2\u00a0: renommer)`;
      tab.ariaSelected = String(active);
      tab.tabIndex = active ? 0 : -1;
      if (seen) tab.setAttribute("aria-controls", idsOf(name).panel);
      else tab.removeAttribute("aria-controls");
      box.toggleAttribute("data-active", active);
      box.toggleAttribute("data-seen", seen);
      close.ariaLabel = close.title = `Fermer ${label}`;
      close.hidden = !active || name === tabs.open[0];
    }
    this.#list.setAttribute("aria-owns", tabs.open.map((name) => idsOf(name).tab).join(" "));
    const full = tabs.open.length >= TABS_MAX;
    this.#add.ariaDisabled = String(full);
    this.#add.ariaLabel = words.next;
    this.#add.title = full ? "Six terminaux au plus" : words.next;
    this.#tabs.get(front)?.box.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #make(name: string): Tab {
    const box = document.createElement("div");
    const tab = document.createElement("button");
    const close = iconButton(ICONS.cross, "Fermer");
    box.className = "tab";
    tab.type = "button";
    tab.id = idsOf(name).tab;
    tab.role = "tab";
    tab.addEventListener("click", () => this.#requests.select(name, true));
    tab.addEventListener("dblclick", () => void this.#rename(name, tab));
    close.addEventListener("click", () => this.#requests.close(name));
    box.append(tab, close);
    this.#add.before(box);
    const made = { box, tab, close };
    this.#tabs.set(name, made);
    return made;
  }

  async #rename(name: string, tab: HTMLButtonElement): Promise<void> {
    const label = await askName(tab);
    if (label !== null) this.#requests.rename(name, label);
  }

  #key(event: KeyboardEvent): void {
    if ((event.target as Element).role !== "tab") return;
    const { open } = this.#shown;
    const active = activeOf(this.#shown);
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
    else if (event.key === "F2") {
      event.preventDefault();
      void this.#rename(active, this.#tabs.get(active)!.tab);
    }
  }
}
