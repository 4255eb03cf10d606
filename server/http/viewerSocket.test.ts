import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { SMALL_FRAME } from "./binaryFrame.ts";
import { viewerSocket } from "./viewerSocket.ts";

test("frames of every length come as they were, in order among text and large ones", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  const lengths = [1, 125, 126, 127, 65535, SMALL_FRAME, SMALL_FRAME + 1, 70_000, 2];
  const messages = lengths.map((length) => Buffer.alloc(length, String(length)));
  sockets.on("connection", (socket, request) => {
    const viewer = viewerSocket(socket, request.socket);
    for (const message of messages) {
      viewer.send(message);
      viewer.tell({ type: "exit", code: message.length });
    }
    socket.close();
    // Too late: nothing comes of it, and nothing breaks.
    viewer.send(Buffer.from("x"));
  });
  const { port } = server.address() as { port: number };
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const got: (string | Buffer)[] = [];
  client.on("message", (data: Buffer, isBinary) => got.push(isBinary ? data : data.toString()));
  await once(client, "close");
  const wanted = messages.flatMap((message) => [
    message,
    JSON.stringify({ type: "exit", code: message.length }),
  ]);
  expect(got.length).toBe(wanted.length);
  for (const [index, each] of wanted.entries()) expect(got[index]).toEqual(each);
  server.close();
  sockets.close();
});
