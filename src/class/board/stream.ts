import type { BoardEvents } from "../../../server/protocol-board.ts";
import { ask } from "../instructor.ts";

/** What a page does with its stream. */
export interface BoardPage {
  hear<E extends keyof BoardEvents>(event: E, data: BoardEvents[E]): void;
  /** Whether the stream is there; it comes back by itself. */
  live(live: boolean): void;
}

const EVENTS: readonly (keyof BoardEvents)[] = ["board", "rows", "steps", "screens"];
/** How soon it is tried again where the browser gave up (ms). */
const AGAIN = 3_000;

/** A class's board as the server streams it, for as long as the page is there. */
export class BoardStream {
  readonly #path: string;
  readonly #page: BoardPage;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #name = "";
  #visible: string[] = [];

  /** @param path of the class below `/api` */
  constructor(path: string, page: BoardPage) {
    this.#path = path;
    this.#page = page;
    this.#open();
  }

  /** Says which students' screens the page shows. */
  look(members: string[]): void {
    if (members.join() === this.#visible.join()) return;
    this.#visible = members;
    this.#tell();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  #open(): void {
    const source = new EventSource(`/api${this.#path}/board`);
    this.#source = source;
    source.addEventListener("stream", ({ data }) => {
      this.#name = (JSON.parse(String(data)) as BoardEvents["stream"]).id;
      this.#page.live(true);
      this.#tell();
    });
    for (const event of EVENTS)
      source.addEventListener(event, ({ data }: MessageEvent<string>) =>
        this.#page.hear(event, JSON.parse(data) as BoardEvents[typeof event]),
      );
    source.addEventListener("error", () => {
      this.#name = "";
      this.#page.live(false);
      // Lost streams are opened again by the browser; refused ones are not, and a restart may refuse for a moment.
      if (source.readyState === EventSource.CLOSED)
        this.#timer = setTimeout(() => void this.#again(), AGAIN);
    });
  }

  /** Who is not signed in any more is led to the page on which one does. */
  async #again(): Promise<void> {
    try {
      await ask("GET", this.#path);
    } catch {
      // It is told, or led away, already; the stream's own failure says the rest.
    }
    this.#open();
  }

  #tell(): void {
    if (!this.#name) return;
    const at = `${this.#path}/board/${this.#name}/visible`;
    // A stream that broke meanwhile has a new name soon, and is told then.
    ask("PUT", at, { members: this.#visible }).catch(() => undefined);
  }
}
