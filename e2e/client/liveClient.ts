import type { LiveClass } from "../../server/protocol-live.ts";
import type { LabClient } from "./labClient.ts";

/** What a student's page hears of the class, by the contract. */
export class LiveClient {
  state: LiveClass[] = [];
  readonly #abort = new AbortController();
  #listeners = new Set<() => void>();

  /** Opens the channel and waits until everything was told once. */
  static async open(student: LabClient): Promise<LiveClient> {
    const client = new LiveClient();
    const answer = await fetch(`${student.url}/api/classes/me/events`, {
      headers: { cookie: student.cookie },
      signal: client.#abort.signal,
    });
    if (!answer.ok || !answer.body) throw new Error(`classe : ${answer.status}`);
    client.#read(answer.body).catch(() => undefined);
    await client.until((all) => all.length > 0);
    return client;
  }

  /** The first of the student's classes. */
  get own(): LiveClass | undefined {
    return this.state[0];
  }

  /** Waits until the classes stand so; gives how long that took (ms). @param timeout ms */
  async until(holds: (state: LiveClass[]) => boolean, timeout = 30_000): Promise<number> {
    const from = performance.now();
    if (!holds(this.state))
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`pas vu : ${JSON.stringify(this.state)}`)),
          timeout,
        );
        const look = () => {
          if (!holds(this.state)) return;
          clearTimeout(timer);
          this.#listeners.delete(look);
          resolve();
        };
        this.#listeners.add(look);
      });
    return performance.now() - from;
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const messages = text.split("\n\n");
      text = messages.pop() ?? "";
      for (const message of messages) {
        const [, data] = /^event: state\ndata: (.*)$/.exec(message) ?? [];
        if (!data) continue;
        this.state = JSON.parse(data) as LiveClass[];
        for (const listener of this.#listeners) listener();
      }
    }
  }
}
