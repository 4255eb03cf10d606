import type { Board, BoardEvents, Miniature } from "../../server/protocol-board.ts";
import type { LabClient } from "./labClient.ts";
import { streamedEvents } from "./sse.ts";
import { Waiting } from "./waiting.ts";

/** A class's board by the contract: follows the stream, and has the board as a page would. */
export class BoardClient {
  board: Board | undefined;
  /** Why the stream is over, once it is. */
  lost: unknown;
  readonly screens = new Map<string, Miniature | null>();
  /** Hears of the board whenever it changed. */
  watch: ((board: Board) => void) | undefined;
  readonly #waiting = new Waiting();
  readonly #abort = new AbortController();

  /** Opens the board and waits until the whole of it is there. */
  static async open(instructor: LabClient, classId: string): Promise<BoardClient> {
    const client = new BoardClient();
    const answer = await fetch(`${instructor.url}/api/classes/${classId}/board`, {
      headers: { cookie: instructor.cookie },
      signal: client.#abort.signal,
    });
    if (!answer.ok || !answer.body) throw new Error(`tableau : ${answer.status}`);
    const visible = `/api/classes/${classId}/board`;
    client
      .#read(answer.body, async (stream, members) => {
        await instructor.request("PUT", `${visible}/${stream}/visible`, { members });
      })
      .catch((error: unknown) => {
        client.lost = error;
      });
    await client.until(({ board }) => board !== undefined);
    return client;
  }

  /** Waits until the board is so; gives how long that took (ms). @param timeout ms */
  async until(holds: (client: BoardClient) => boolean, timeout = 30_000): Promise<number> {
    const failure = () =>
      new Error(`pas vu : ${JSON.stringify(this.board?.rows)}`, { cause: this.lost });
    return await this.#waiting.until(() => holds(this), failure, timeout);
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(
    body: ReadableStream<Uint8Array>,
    look: (stream: string, members: string[]) => Promise<void>,
  ): Promise<void> {
    let stream = "";
    for await (const { event, data } of streamedEvents(body)) {
      if (event === "stream") stream = (JSON.parse(data) as BoardEvents["stream"]).id;
      this.#take(event as keyof BoardEvents, JSON.parse(data) as never);
      if (event === "board")
        await look(
          stream,
          (this.board as Board).rows.map(({ id }) => id),
        );
      if (this.board) this.watch?.(this.board);
      this.#waiting.changed();
    }
  }

  #take<E extends keyof BoardEvents>(event: E, data: BoardEvents[E]): void {
    if (event === "board") this.board = data as Board;
    if (event === "screens")
      for (const [id, screen] of Object.entries(data as BoardEvents["screens"]))
        this.screens.set(id, screen);
    if (!this.board) return;
    if (event === "rows")
      for (const row of data as BoardEvents["rows"]) {
        const at = this.board.rows.findIndex(({ id }) => id === row.id);
        this.board.rows.splice(at < 0 ? this.board.rows.length : at, at < 0 ? 0 : 1, row);
      }
    if (event === "steps")
      for (const [at, step] of Object.entries(data as BoardEvents["steps"]))
        this.board.steps[Number(at)] = step;
  }
}
