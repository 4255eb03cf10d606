import { once } from "node:events";
import { WebSocket } from "ws";
import type { LabClient } from "../../e2e/client/labClient.ts";
import { type LabEvents, type ServerFrame, TERMINAL_PROTOCOL } from "../../server/protocol.ts";
import { PROMPT, Screen } from "../terminal/screen.ts";
import { LESSON } from "./ground.ts";

/** How long a prompt may take: the lab is still made while its socket is open (ms). */
const PROMPT_PATIENCE = 300_000;

/** A student's terminal. */
export interface Session {
  screen: Screen;
  type(text: string): void;
  close(): void;
}

/** Opens the first terminal of a lab, as the page does: at once, whatever the lab's state. */
export async function openTerminal(person: LabClient, id: string): Promise<Session> {
  const socket = new WebSocket(
    `${person.url.replace("http", "ws")}/api/labs/${id}/terminals/main?cols=80&rows=24&from=0`,
    TERMINAL_PROTOCOL,
    { origin: person.url, headers: { cookie: person.cookie }, perMessageDeflate: false },
  );
  const screen = new Screen();
  let offset = 0;
  socket.on("message", (data: Buffer, isBinary) => {
    if (isBinary) {
      offset += data.length;
      socket.send(JSON.stringify({ type: "ack", offset }));
      return screen.push(data);
    }
    const frame = JSON.parse(data.toString()) as ServerFrame;
    if (frame.type === "hello") offset = frame.offset;
  });
  socket.on("close", (code) => screen.end(String(code)));
  await once(socket, "open");
  return {
    screen,
    type: (text) => socket.send(Buffer.from(text), { binary: true }),
    close: () => socket.terminate(),
  };
}

/** A lab that somebody has, at its prompt, and how long that took from the click (ms). */
export interface Started {
  person: LabClient;
  id: string;
  session: Session;
  ms: number;
}

/**
 * Clicks on « Démarrer » and waits for the prompt.
 * @param options.queued hears, once, that the lab has a place in the queue, as its page would.
 * @throws {ProblemError} when the server refuses.
 */
export async function startLab(
  person: LabClient,
  { lesson = LESSON, queued }: { lesson?: string; queued?: () => void } = {},
): Promise<Started> {
  const clicked = performance.now();
  const { id } = await person.start(lesson);
  if (queued) void watchQueue(person, id, queued);
  const session = await openTerminal(person, id);
  const prompt = await session.screen.see(PROMPT, PROMPT_PATIENCE);
  return { person, id, session, ms: prompt - clicked };
}

/** Follows a lab's events until it has a place in the queue, or needs none. */
async function watchQueue(person: LabClient, id: string, queued: () => void): Promise<void> {
  const until = <E extends keyof LabEvents>(event: E, data: LabEvents[E]) => {
    if (event !== "state") return false;
    const { queue, state } = data as LabEvents["state"];
    if (queue !== undefined) queued();
    return queue !== undefined || state !== "starting";
  };
  // A lab that ends meanwhile closes its stream.
  await person.follow(id, until, PROMPT_PATIENCE).catch(() => undefined);
}

/** Ends a lab. */
export async function stopLab({ person, id, session }: Started): Promise<void> {
  session.close();
  await person.stop(id);
}
