/** Tells which of some elements are on the screen, by the member that each bears, whenever that changes. */
export class VisibleRows {
  readonly #observer: IntersectionObserver;
  readonly #seen = new Set<Element>();

  constructor(changed: (members: string[]) => void) {
    this.#observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting) this.#seen.add(target);
        else this.#seen.delete(target);
      changed([...this.#seen].map((row) => (row as HTMLElement).dataset["member"] ?? ""));
    });
  }

  add(row: Element): void {
    this.#observer.observe(row);
  }

  drop(row: Element): void {
    this.#seen.delete(row);
    this.#observer.unobserve(row);
  }

  close(): void {
    this.#observer.disconnect();
  }
}
