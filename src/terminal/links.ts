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
    this.#place(event);
  }

  leave(): void {
    this.#tip.hidden = true;
  }

  /** On the sides of the mouse where there is more room, and off the line that it is on. */
  #place({ clientX, clientY }: MouseEvent): void {
    const { left, top, width, height } = this.#host.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    const [before, above] = [x > width / 2, y > height / 2];
    const { style } = this.#tip;
    style.setProperty("left", before ? "auto" : `${x}px`);
    style.setProperty("right", before ? `${width - x}px` : "auto");
    style.setProperty("top", above ? "auto" : `${y + 20}px`);
    style.setProperty("bottom", above ? `${height - y + 16}px` : "auto");
  }

  #press(event: PointerEvent): void {
    this.#touch = event.pointerType === "touch";
  }
}

/** Whether a link leads to the web, and nowhere else. */
export function isWeb(uri: string): boolean {
  return URL.canParse(uri) && /^https?:$/.test(new URL(uri).protocol);
}
