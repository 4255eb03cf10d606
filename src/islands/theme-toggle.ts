import { memory } from "../lab/memory.ts";

const CHOICES = ["auto", "light", "dark"] as const;
const NAMES = { auto: "automatique", light: "clair", dark: "sombre" };
type Choice = (typeof CHOICES)[number];

/** Button that goes round automatic, light and dark, and remembers the choice. */
class ThemeToggle extends HTMLElement {
  #choice: Choice = "auto";

  connectedCallback(): void {
    const theme = document.documentElement.dataset["theme"];
    if (theme === "light" || theme === "dark") this.#choice = theme;
    this.hidden = false;
    this.#show();
    this.querySelector("button")?.addEventListener("click", () => this.#next());
  }

  #next(): void {
    this.#choice = CHOICES[(CHOICES.indexOf(this.#choice) + 1) % CHOICES.length]!;
    const root = document.documentElement;
    if (this.#choice === "auto") delete root.dataset["theme"];
    else root.dataset["theme"] = this.#choice;
    memory.set("theme", this.#choice);
    this.#show();
    document.dispatchEvent(new Event("themechange"));
  }

  #show(): void {
    const name = `Thème\u00a0: ${NAMES[this.#choice]}`;
    const button = this.querySelector("button")!;
    button.dataset["choice"] = this.#choice;
    button.title = name;
    button.querySelector("span")!.textContent = name;
  }
}

customElements.define("theme-toggle", ThemeToggle);
