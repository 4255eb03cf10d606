import type { LabPortList, ListeningPort, Preview } from "../../server/protocol.ts";
import { call, problemOf } from "../lab/api.ts";
import { labStore } from "../lab/store.ts";
import { listensOn, portsFound } from "../lab/port-words.ts";

/** Distance between the list and its button, and between the list and the window's edges (px). */
const GAP = 6;

/** The ports that listen in the lab, as links that open in a tab of their own. */
export class LabPorts extends HTMLElement {
  /** Counts the lists asked for: only the latest is shown. */
  #asked = 0;

  connectedCallback(): void {
    this.addEventListener("toggle", () => this.#shown());
    this.#part("[data-refresh]").addEventListener("click", () => void this.#refresh());
    this.#part("[data-ports-list]").addEventListener("click", (event) => {
      const link = (event.target as Element).closest("a");
      if (!link) return;
      event.preventDefault();
      void this.#open(Number(link.dataset["port"]), link.dataset["machine"]);
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const fields = new FormData(this.#form);
      void this.#open(Number(fields.get("port")), fields.get("machine")?.toString());
    });
    // A lab that goes takes its ports along.
    labStore?.addEventListener("change", () => labStore?.ready || this.hidePopover());
    this.#shown();
  }

  get #form(): HTMLFormElement {
    return this.#part<HTMLFormElement>("[data-ports-form]");
  }

  #part<E extends HTMLElement = HTMLElement>(selector: string): E {
    return this.querySelector<E>(selector)!;
  }

  #shown(): void {
    if (!this.matches(":popover-open")) return;
    this.#place();
    void this.#refresh();
  }

  /** Below its button, within the window. */
  #place(): void {
    const button = document.querySelector(`[popovertarget="${this.id}"]`)!.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this;
    const { clientWidth, clientHeight } = document.documentElement;
    const left = Math.min(button.right - width, clientWidth - width - GAP);
    const below = button.bottom + GAP;
    const top = below + height < clientHeight ? below : button.top - GAP - height;
    this.style.inset = `${Math.max(GAP, top)}px auto auto ${Math.max(GAP, left)}px`;
  }

  async #refresh(): Promise<void> {
    const lab = labStore?.lab;
    if (!lab) return;
    const asked = ++this.#asked;
    this.#say("On regarde ce qui écoute…");
    try {
      const list = await call<LabPortList>("GET", `/labs/${lab.id}/ports`);
      if (asked === this.#asked) this.#show(list, lab.machines);
    } catch (error) {
      if (asked === this.#asked) this.#complain(error);
    }
  }

  #show({ ports, reason }: LabPortList, machines: string[]): void {
    const several = machines.length > 1;
    this.#say(reason ?? portsFound(ports.length));
    this.#part("[data-ports-empty]").hidden = ports.length > 0 || reason !== undefined;
    this.#part("[data-ports-list]").replaceChildren(...ports.map((port) => entry(port, several)));
    this.#form.hidden = reason !== undefined;
    const select = this.#part<HTMLSelectElement>("select");
    const chosen = select.value;
    select.replaceChildren(
      ...machines.map((name) => new Option(name, name, false, name === chosen)),
    );
    this.#part("[data-ports-machine]").hidden = !several;
    this.#place();
  }

  /** Opens a preview with a link that is good once, and only now. */
  async #open(port: number, machine: string | undefined): Promise<void> {
    const lab = labStore?.lab;
    if (!lab) return;
    try {
      const body = { port, ...(machine ? { machine } : {}) };
      const { url } = await call<Preview>("POST", `/labs/${lab.id}/previews`, body);
      window.open(url, "_blank", "noopener");
    } catch (error) {
      this.#complain(error);
    }
  }

  #complain(error: unknown): void {
    const { title, detail } = problemOf(error);
    this.#say(`${title} ${detail ?? ""}`);
  }

  #say(text: string): void {
    this.#part("[data-ports-status]").textContent = text;
  }
}

/** One port: a link where it can be opened, and what listens there. */
function entry(
  { machine, port, address, process, origin }: ListeningPort,
  several: boolean,
): Element {
  const item = document.createElement("li");
  const name = document.createElement(origin ? "a" : "b");
  name.textContent = String(port);
  if (name instanceof HTMLAnchorElement && origin) {
    name.href = `${origin}/`;
    name.target = "_blank";
    name.rel = "noopener";
    name.title = "Ouvrir dans un nouvel onglet";
    name.dataset["port"] = String(port);
    name.dataset["machine"] = machine;
  }
  const what = document.createElement("span");
  what.textContent = [several ? machine : "", process, listensOn(address)]
    .filter(Boolean)
    .join(" · ");
  item.append(name, what);
  return item;
}

customElements.define("lab-ports", LabPorts);
