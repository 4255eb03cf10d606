import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CLOSE, LIMITS, type ServerFrame } from "../../server/protocol.ts";
import { TerminalSocket, type SocketSink } from "./socket.ts";

/** The other end of a WebSocket, as the test plays it. */
class Wire {
  readyState = 1;
  binaryType = "";
  sent: (string | Uint8Array)[] = [];
  onmessage: (event: { data: unknown }) => void = () => {};
  onclose: (event: { code: number }) => void = () => {};
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }

  close(): void {
    this.readyState = 3;
  }

  frame(frame: ServerFrame): void {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  hello(offset: number, mode: "replay" | "snapshot" = "replay", typed?: number): void {
    const known = typed === undefined ? {} : { typed };
    this.frame({ type: "hello", offset, mode, readonly: false, ...known });
  }

  bytes(length: number): void {
    this.onmessage({ data: new ArrayBuffer(length) });
  }

  drop(code = 1006): void {
    this.readyState = 3;
    this.onclose({ code });
  }
}

let wires: Wire[];
let parsed: (() => void)[];
let log: string[];
let socket: TerminalSocket;
const last = () => wires.at(-1)!;
const typed = (text: string) => new TextEncoder().encode(text);
const acks = () => wires.flatMap(({ sent }) => sent).filter((data) => typeof data === "string");

beforeEach(() => {
  vi.useFakeTimers();
  [wires, parsed, log] = [[], [], []];
  const sink: SocketSink = {
    reset: () => log.push("reset"),
    write: (bytes, done) => {
      log.push(`write ${bytes.length}`);
      parsed.push(done);
    },
    resize: (cols, rows) => log.push(`size ${cols}x${rows}`),
    exited: (code) => log.push(`exit ${code}`),
    online: (connected) => log.push(connected ? "online" : "offline"),
    refused: (code) => log.push(`refused ${code}`),
    unsure: () => log.push("unsure"),
  };
  const open = (url: string) => {
    wires.push(new Wire(url));
    return last() as unknown as WebSocket;
  };
  socket = new TerminalSocket(
    { url: "ws://x/t", size: () => ({ cols: 80, rows: 24 }), open },
    sink,
  );
  socket.connect();
});

afterEach(() => vi.useRealTimers());

describe("the stream", () => {
  test("comes back from the last byte received, and shows nothing twice", () => {
    expect(last().url).toMatch(/^ws:\/\/x\/t\?cols=80&rows=24&from=0&writer=[0-9a-f]{24}&typed=0$/);
    last().hello(0);
    last().bytes(10);
    last().drop();
    vi.advanceTimersByTime(250);
    expect(last().url).toContain("from=10");
    last().hello(10);
    last().bytes(5);
    expect(log).toEqual(["online", "write 10", "offline", "online", "write 5"]);
  });

  test("a snapshot resets the screen and is not counted", () => {
    last().hello(1000, "snapshot");
    last().bytes(77);
    last().bytes(3);
    last().drop();
    vi.advanceTimersByTime(250);
    expect(last().url).toContain("from=1003");
    expect(log.slice(0, 3)).toEqual(["reset", "online", "write 77"]);
  });

  test("is acknowledged when parsed: at once from 32 KiB on, else after a calm", () => {
    last().hello(0);
    last().bytes(LIMITS.ackEvery);
    last().bytes(10);
    expect(acks()).toEqual([]);
    parsed[0]!();
    expect(acks()).toEqual([`{"type":"ack","offset":${LIMITS.ackEvery}}`]);
    parsed[1]!();
    expect(acks()).toHaveLength(1);
    vi.advanceTimersByTime(200);
    expect(acks()[1]).toBe(`{"type":"ack","offset":${LIMITS.ackEvery + 10}}`);
  });

  test("bytes from before a jump do not acknowledge what comes after it", () => {
    last().hello(0);
    last().bytes(LIMITS.ackEvery * 2);
    last().drop();
    vi.advanceTimersByTime(250);
    last().hello(10, "snapshot");
    parsed[0]!();
    vi.advanceTimersByTime(1000);
    expect(acks()).toEqual([]);
  });
});

describe("the keyboard", () => {
  test("what is typed without a connection is kept, and sent once", () => {
    socket.type(typed("a"));
    last().hello(0, "replay", 0);
    socket.type(typed("b"));
    expect(last().sent).toEqual([typed("a"), typed("b")]);
    last().drop();
    socket.type(typed("c"));
    vi.advanceTimersByTime(250);
    expect(last().url).toContain("typed=2");
    last().hello(0, "replay", 1);
    expect(last().sent).toEqual([typed("b"), typed("c")]);
    expect(log).not.toContain("unsure");
  });

  test("what may have come to a server that was killed is not sent twice, and that is said", () => {
    last().hello(0, "replay", 0);
    socket.type(typed("rm"));
    last().drop();
    vi.advanceTimersByTime(250);
    last().hello(0, "snapshot");
    expect(last().sent).toEqual([]);
    expect(log).toContain("unsure");
  });

  test("too much is refused whole", () => {
    expect(socket.type(new Uint8Array(64 * 1024))).toBe(true);
    expect(socket.type(typed("x"))).toBe(false);
    last().hello(0, "replay", 0);
    expect(last().sent).toHaveLength(1);
  });

  test("a long paste is cut into frames that the server takes, as it takes them", () => {
    last().hello(0, "replay", 0);
    socket.type(new Uint8Array(LIMITS.clientFrame + 1));
    expect(last().sent.map(({ length }) => length)).toEqual([LIMITS.clientFrame]);
    last().frame({ type: "typed", offset: 16 * 1024 });
    expect(last().sent.map(({ length }) => length)).toEqual([LIMITS.clientFrame, 1]);
  });

  test("a connection on which the server keeps silent is left for another", () => {
    last().hello(0, "replay", 0);
    socket.type(typed("a"));
    vi.advanceTimersByTime(5_000);
    last().frame({ type: "typed", offset: 1 });
    vi.advanceTimersByTime(60_000);
    expect(wires).toHaveLength(1);
    socket.probe();
    expect(last().sent.at(-1)).toHaveLength(0);
    vi.advanceTimersByTime(6_250);
    expect(wires).toHaveLength(2);
    last().hello(0, "replay", 1);
    expect(last().sent).toEqual([]);
  });

  test("a resize is told once the server has greeted", () => {
    socket.resize(100, 30);
    last().hello(0);
    socket.resize(100, 30);
    expect(last().sent).toEqual(['{"type":"resize","cols":100,"rows":30}']);
  });
});

describe("the end", () => {
  test("back-off doubles from 250 ms to 5 s, and starts again after a greeting", () => {
    for (const delay of [250, 500, 1000, 2000, 4000, 5000, 5000]) {
      const count = wires.length;
      last().drop();
      vi.advanceTimersByTime(delay - 1);
      expect(wires).toHaveLength(count);
      vi.advanceTimersByTime(1);
      expect(wires).toHaveLength(count + 1);
    }
    last().hello(0);
    last().drop();
    vi.advanceTimersByTime(250);
    expect(wires).toHaveLength(9);
  });

  test.each(Object.values(CLOSE))("close code %d is final", (code) => {
    last().drop(code);
    vi.advanceTimersByTime(60_000);
    expect(log).toEqual([`refused ${code}`]);
    expect(wires).toHaveLength(1);
  });

  test("the shell's exit is final", () => {
    last().hello(0);
    last().frame({ type: "exit", code: 3 });
    last().drop();
    vi.advanceTimersByTime(60_000);
    expect(log).toEqual(["online", "exit 3"]);
    expect(wires).toHaveLength(1);
  });

  test("another viewer's size is taken over", () => {
    last().frame({ type: "size", cols: 60, rows: 20 });
    expect(log).toEqual(["size 60x20"]);
  });
});
