import type { LiveClass, LiveEvents } from "../../../server/protocol-live.ts";
import { call, ProblemError } from "../../lab/api.ts";
import { memory } from "../../lab/memory.ts";

/** How soon it is tried again where the browser gave up (ms). */
const AGAIN = 3_000;

/**
 * Hears what the student's classes have to tell, for as long as the page is there. While it is hidden it does not:
 * browsers allow few connections, and a page that is shown again is told everything anew.
 */
export class LiveChannel {
  readonly #hear: (state: LiveClass[]) => void;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(hear: (state: LiveClass[]) => void) {
    this.#hear = hear;
    document.addEventListener("visibilitychange", () => this.#turn());
    this.#turn();
  }

  #turn(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
    if (!document.hidden) this.#open();
  }

  #open(): void {
    const source = new EventSource("/api/classes/me/events");
    this.#source = source;
    source.addEventListener("state", ({ data }: MessageEvent<string>) => {
      // Pages to come listen as well, until the class knows nothing of this reader.
      memory.set("class", "yes");
      this.#hear(JSON.parse(data) as LiveEvents["state"]);
    });
    source.addEventListener("error", () => {
      // Lost streams are opened again by the browser; refused ones are not.
      if (source.readyState !== EventSource.CLOSED || source !== this.#source) return;
      this.#timer = setTimeout(() => void this.#again(), AGAIN);
    });
  }

  async #again(): Promise<void> {
    try {
      await call("GET", "/classes/me");
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === "not-joined") {
        memory.set("class", null);
        this.#hear([]);
        return;
      }
    }
    this.#turn();
  }
}
