import { type Answer, load, search } from "../search/engine.ts";

/** How long one stops typing before the search begins (ms). */
const PAUSE = 120;

/** A field, and what is found below it as one types. */
export class SearchBox extends HTMLElement {
  #timer = 0;
  /** The last search; an earlier one that answers late is not shown. */
  #turn = 0;

  connectedCallback(): void {
    if (this.childElementCount > 0) return;
    this.innerHTML = `
      <form role="search" action="/recherche/">
        <label class="visually-hidden" for="search-field">Rechercher dans le cours</label>
        <input id="search-field" name="q" type="search" autocomplete="off" autocapitalize="off"
          spellcheck="false" enterkeyhint="search" placeholder="Un mot, une commande…">
      </form>
      <p class="search-status" role="status"></p>
      <ol class="search-results"></ol>`;
    this.field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.run(), PAUSE);
    });
    this.querySelector("form")!.addEventListener("submit", (event) => {
      event.preventDefault();
      this.querySelector<HTMLAnchorElement>(".search-results a")?.click();
    });
    this.addEventListener("keydown", (event) => this.#move(event));
    void load().catch(() => undefined);
  }

  get field(): HTMLInputElement {
    return this.querySelector("input")!;
  }

  /** Searches what stands in the field. */
  async run(): Promise<void> {
    const turn = ++this.#turn;
    const query = this.field.value.trim();
    this.dispatchEvent(new CustomEvent("searched", { detail: query }));
    if (!query) return this.#show("", null);
    this.querySelector("[role=status]")!.textContent ||= "Recherche…";
    try {
      const answer = await search(query);
      if (turn === this.#turn) this.#show(told(answer), answer);
    } catch {
      if (turn === this.#turn)
        this.#show("La recherche n’a pas pu se charger. Êtes-vous en ligne\u202f?", null);
    }
  }

  #show(status: string, answer: Answer | null): void {
    this.querySelector("[role=status]")!.textContent = status;
    const items = [
      ...(answer?.commands ?? []).map(({ url, line, lesson }) => {
        const item = link(url, line, "command");
        item.append(small(lesson));
        return item;
      }),
      ...(answer?.results ?? []).map(({ url, title, excerpt, places }) => {
        const item = link(url, title, "page");
        item.append(
          small(excerpt, true),
          ...places.map((place) => anchor(place.url, place.title, "place")),
        );
        return item;
      }),
    ];
    this.querySelector(".search-results")!.replaceChildren(...items);
  }

  /** Up and down go from the field through the results. */
  #move(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.field, ...this.querySelectorAll<HTMLElement>(".search-results a")];
    const at = stops.indexOf(event.target as HTMLElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

function told({ commands, total }: Answer): string {
  const count = commands.length + total;
  if (count === 0) return "Rien de tel dans le cours.";
  return count === 1 ? "Un résultat" : `${count} résultats`;
}

function anchor(url: string, text: string, className: string): HTMLAnchorElement {
  const element = document.createElement("a");
  Object.assign(element, { href: url, textContent: text, className });
  return element;
}

function link(url: string, text: string, className: string): HTMLLIElement {
  const item = document.createElement("li");
  item.className = className;
  item.append(anchor(url, text, "main"));
  return item;
}

/** @param markup whether the text is HTML of our own index */
function small(text: string, markup = false): HTMLParagraphElement {
  const element = document.createElement("p");
  if (markup) element.innerHTML = text;
  else element.textContent = text;
  return element;
}

customElements.define("search-box", SearchBox);
