import { randomBytes } from "node:crypto";
import type { FastifyReply } from "fastify";
import type { Boards } from "../../classes/boards.ts";
import type { Screens } from "../../classes/screens.ts";
import { openEventStream } from "../sse.ts";

/** How often a screen that is looked at is drawn anew (ms). */
const DRAW = 1_000;

/** Streams of boards, each with the rows that its page shows. */
export class BoardStreams {
  readonly #boards: Boards;
  readonly #screens: Screens;
  readonly #visible = new Map<string, { classId: string; members: readonly string[] }>();

  constructor(boards: Boards, screens: Screens) {
    this.#boards = boards;
    this.#screens = screens;
  }

  /** Says which members' terminals a page shows. @returns false when this class has no such stream */
  look(classId: string, stream: string, members: readonly string[]): boolean {
    if (this.#visible.get(stream)?.classId !== classId) return false;
    this.#visible.set(stream, { classId, members });
    return true;
  }

  /**
   * A class's board as it changes, the whole of it first.
   * @param may whether who asked may still look
   */
  async open(classId: string, reply: FastifyReply, may: () => Promise<boolean>): Promise<void> {
    const stream = openEventStream(reply, () => {
      may().then(
        (still) => void (still || stream.end()),
        () => stream.end(),
      );
    });
    const { send } = stream;
    const id = randomBytes(12).toString("base64url");
    this.#visible.set(id, { classId, members: [] });
    send("stream", { id });
    const told = new Map<string, string>();
    let drawing = false;
    const draw = setInterval(() => {
      if (drawing) return;
      drawing = true;
      this.#draw(classId, id, told)
        .then(
          (fresh) => void (Object.keys(fresh).length > 0 && send("screens", fresh)),
          () => stream.end(),
        )
        .finally(() => (drawing = false));
    }, DRAW);
    const over = Promise.withResolvers<void>();
    stream.onClose(() => {
      clearInterval(draw);
      this.#visible.delete(id);
      over.resolve();
    });
    const stop = await this.#boards.watch(classId, send);
    void over.promise.then(stop);
  }

  /** Screens of visible rows that are not as they were told. */
  async #draw(classId: string, id: string, told: Map<string, string>) {
    const members = this.#visible.get(id)?.members ?? [];
    const fresh: Record<string, unknown> = {};
    for (const [member, screen] of await this.#screens.of(classId, members)) {
      const said = JSON.stringify(screen);
      if (told.get(member) === said) continue;
      told.set(member, said);
      fresh[member] = screen;
    }
    for (const member of told.keys()) if (!members.includes(member)) told.delete(member);
    return fresh;
  }
}
