import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { WebSocket } from "ws";
import { viewerSocket } from "./viewerSocket.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Two heartbeats: a silent client is asked once, then given up (ms). */
const GIVEN_UP = 90_000;

/** A client's end that answers pings, or does not. */
function fakeSocket(answers: boolean) {
  const socket = Object.assign(new EventEmitter(), {
    ping: vi.fn(() => answers && socket.emit("pong")),
    terminate: vi.fn(() => socket.emit("close", 1006)),
  });
  viewerSocket(socket as unknown as WebSocket);
  return socket;
}

test("gives up a client that vanished without a word, and asks it nothing more", () => {
  const socket = fakeSocket(false);
  vi.advanceTimersByTime(GIVEN_UP);
  expect([socket.ping.mock.calls.length, socket.terminate.mock.calls.length]).toEqual([1, 1]);
  expect(vi.getTimerCount()).toBe(0);
});

test("lets a client be that is quiet but answers", () => {
  const socket = fakeSocket(true);
  vi.advanceTimersByTime(10 * GIVEN_UP);
  expect(socket.terminate).not.toHaveBeenCalled();
  socket.emit("close", 1000);
  expect(vi.getTimerCount()).toBe(0);
});
