import type { LiveClass } from "../../server/protocol-live.ts";
import type { LabClient } from "./labClient.ts";
import { streamedEvents } from "./sse.ts";
import { Waiting } from "./waiting.ts";

/** What a student's page hears of the class, by the contract. */
export class LiveClient {
  state: LiveClass[] = [];
  readonly #abort = new AbortController();
  readonly #waiting = new Waiting();

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
    const failure = () => new Error(`pas vu : ${JSON.stringify(this.state)}`);
    return await this.#waiting.until(() => holds(this.state), failure, timeout);
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    for await (const { event, data } of streamedEvents(body)) {
      if (event !== "state") continue;
      this.state = JSON.parse(data) as LiveClass[];
      this.#waiting.changed();
    }
  }
}
