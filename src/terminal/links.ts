import type { ILinkHandler } from "@xterm/xterm";

const HINT = { mouse: "Ctrl+clic ouvre le lien", touch: "Toucher ouvre le lien" };

/**
 * Opens links of the terminal by Ctrl+click, or by a finger: a plain click is the program's, or begins
 * a selection. Only http and https, and the page that opens learns nothing of this one.
 */
export class Links implements ILinkHandler {
  readonly #host: HTMLElement;
  readonly #tip = document.createElement("div");
  #touch = false;

  /** @param host in which the hint is shown while a link is under the mouse */
  constructor(host: HTMLElement) {
    this.#host = host;
    this.#tip.className = "terminal-tip";
    this.#tip.hidden = true;
    host.addEventListener("pointerdown", (event) => this.#press(event), true);
    host.append(this.#tip);
  }

  activate(event: MouseEvent, uri: string): void {
    if (!(this.#touch || event.ctrlKey || event.metaKey) || !isWeb(uri)) return;
    window.open(uri, "_blank", "noopener,noreferrer");
  }

  hover(event: MouseEvent, uri: string): void {
    if (!isWeb(uri)) return;
    this.#tip.textContent = `${this.#touch ? HINT.touch : HINT.mouse}\u00a0: ${uri}`;
    this.#tip.hidden = false;
    // Above the line, or below it when there is no room above.
    const box = this.#host.getBoundingClientRect();
    const y = event.clientY - box.top;
    const above = y > box.height / 2;
    this.#tip.style.setProperty("top", above ? "auto" : `${y + 20}px`);
    this.#tip.style.setProperty("bottom", above ? `${box.height - y + 16}px` : "auto");
  }

  leave(): void {
    this.#tip.hidden = true;
  }

  #press(event: PointerEvent): void {
    this.#touch = event.pointerType === "touch";
  }
}

/** Whether a link leads to the web, and nowhere else. */
export function isWeb(uri: string): boolean {
  return URL.canParse(uri) && /^https?:$/.test(new URL(uri).protocol);
}
