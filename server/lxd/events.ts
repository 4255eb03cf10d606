import type { Logger } from "pino";
import type { WebSocket } from "ws";
import type { LxdClient } from "./client.ts";

/** What LXD tells of the life of its entities. */
export interface LifecycleEvent {
  /** Such as `instance-shutdown`, `instance-deleted`. */
  action: string;
  /** Path of the entity, `/1.0/instances/<name>`. */
  source: string;
}

/** First and longest wait before the events socket is opened again (ms). */
const RETRY_FIRST = 250;
const RETRY_LONGEST = 5_000;

/**
 * Listens to LXD's lifecycle events, and opens the socket again whenever it is lost.
 * `onOpen` runs at each (re)opening: what happened meanwhile was not told.
 * @see https://documentation.ubuntu.com/lxd/latest/events/
 */
export function watchLifecycle(
  client: LxdClient,
  log: Logger,
  handlers: { onEvent(event: LifecycleEvent): void; onOpen(): void },
): { close(): void } {
  let socket: WebSocket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let wait = RETRY_FIRST;

  const open = () => {
    socket = client.websocket("/1.0/events", { type: "lifecycle" });
    socket.on("open", () => {
      wait = RETRY_FIRST;
      handlers.onOpen();
    });
    socket.on("message", (data) => {
      const { metadata } = JSON.parse(String(data)) as { metadata: LifecycleEvent };
      handlers.onEvent(metadata);
    });
    socket.on("error", (error) => log.debug({ err: error }, "socket des événements de LXD"));
    socket.on("close", () => {
      if (closed) return;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, RETRY_LONGEST);
    });
  };
  open();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.terminate();
    },
  };
}
