import { memory } from "../lab/memory.ts";

const CHOSEN = "tabschange";

/**
 * Sections of which one is shown, as tabs; those of one group, on every page, stay in step. Without scripts all of
 * them stand one below the other. @see https://www.w3.org/WAI/ARIA/apg/patterns/tabs/
 */
class SyncedTabs extends HTMLElement {
  static #count = 0;
  #panels = [...this.querySelectorAll<HTMLElement>(":scope > .variant")];
  #tabs: HTMLButtonElement[] = [];
  #ended = new AbortController();

  connectedCallback(): void {
    if (this.#tabs.length > 0) return;
    const group = this.dataset["group"]!;
    const list = document.createElement("div");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", this.dataset["label"] ?? group);
    this.#tabs = this.#panels.map((panel) => this.#tab(panel));
    list.append(...this.#tabs);
    list.addEventListener("keydown", (event) => this.#key(event));
    this.prepend(list);
    const follow = (event: Event) => {
      const chosen = (event as CustomEvent<{ group: string; name: string }>).detail;
      if (chosen.group === group) this.#show(chosen.name);
    };
    document.addEventListener(CHOSEN, follow, { signal: this.#ended.signal });
    this.#show(memory.get(`tabs:${group}`) ?? "");
  }

  disconnectedCallback(): void {
    this.#ended.abort();
  }

  #tab(panel: HTMLElement): HTMLButtonElement {
    const id = `onglet-${++SyncedTabs.#count}`;
    const tab = document.createElement("button");
    Object.assign(tab, { type: "button", id, textContent: panel.dataset["name"] });
    tab.setAttribute("role", "tab");
    panel.id ||= `${id}-texte`;
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", id);
    tab.addEventListener("click", () => this.#choose(tab));
    return tab;
  }

  #choose(tab: HTMLButtonElement): void {
    const before = tab.getBoundingClientRect().top;
    const detail = { group: this.dataset["group"]!, name: tab.textContent };
    memory.set(`tabs:${detail.group}`, detail.name);
    document.dispatchEvent(new CustomEvent(CHOSEN, { detail }));
    // Others above have changed their height: what the reader pressed stays where it is.
    window.scrollBy({ top: tab.getBoundingClientRect().top - before, behavior: "instant" });
  }

  /** Shows a panel by its name; one that this group does not have changes nothing but the first time. */
  #show(name: string): void {
    const found = this.#panels.findIndex((panel) => panel.dataset["name"] === name);
    const shown = this.#tabs.some((tab) => tab.ariaSelected === "true");
    if (found < 0 && shown) return;
    for (const [index, tab] of this.#tabs.entries()) {
      const selected = index === Math.max(found, 0);
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
      this.#panels[index]!.hidden = !selected;
    }
  }

  #key(event: KeyboardEvent): void {
    const at = this.#tabs.indexOf(event.target as HTMLButtonElement);
    const last = this.#tabs.length - 1;
    const to: Record<string, number> = {
      ArrowLeft: at === 0 ? last : at - 1,
      ArrowRight: at === last ? 0 : at + 1,
      Home: 0,
      End: last,
    };
    const next = this.#tabs[to[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    next.focus();
    this.#choose(next);
  }
}

customElements.define("synced-tabs", SyncedTabs);
