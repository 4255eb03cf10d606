import { once } from "node:events";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { CLOSE, LIMITS, TERMINAL_PROTOCOL } from "../../server/protocol.ts";
import { LabClient } from "../client/labClient.ts";
import { TerminalClient } from "../client/terminalClient.ts";
import { ChildServer } from "./childServer.ts";
import { descriptors, operations } from "./footprint.ts";
import { LESSON } from "./ground.ts";

/** RFC 6455 §7.4: a frame that is not of the protocol, bytes that are no UTF-8, a frame that is too big. */
const [PROTOCOL_ERROR, NO_UTF8, TOO_BIG] = [1002, 1007, 1009];
/** Who still sends while the server hangs up may hear the network's reset before the farewell. */
const RESET = 1006;
/** Connections at one time. */
const AT_ONCE = 10;
/** How long a close may take (ms). */
const PATIENCE = 20_000;
/** Descriptors that the server opens and closes for reasons of its own. */
const SLACK = 6;
/** Connections in all, and the harmless frames on each before the hostile one that ends it: 10 800 frames. */
const OPENINGS = 1_200;
const HARMLESS = 8;

let server: ChildServer;
let person: LabClient;
let lab: string;
let neighbour: TerminalClient;

beforeAll(async () => {
  server = await ChildServer.start([LESSON], { LOG_LEVEL: "fatal" });
  person = new LabClient(server.url);
  lab = (await person.start(LESSON.slug)).id;
  await person.ready(lab);
  neighbour = await TerminalClient.open(person, lab, { name: "voisine" });
  await neighbour.see(/\$ /);
});

afterAll(async () => {
  await neighbour.close();
  await person.stop(lab);
  await server.close();
});

interface Opening {
  path?: string;
  query?: string;
  origin?: string;
  cookie?: string;
  protocols?: string[];
}

function openSocket(opening: Opening = {}): WebSocket {
  const {
    path = `/api/labs/${lab}/terminals/cible`,
    query = "",
    protocols = [TERMINAL_PROTOCOL],
  } = opening;
  const { origin = server.url, cookie = person.cookie } = opening;
  const url = server.url.replace("http", "ws") + path + query;
  const headers = cookie ? { cookie } : {};
  return new WebSocket(url, protocols, { origin, headers, perMessageDeflate: false });
}

/** The code with which a socket is closed, or the HTTP status of a refusal before it was one. */
function codeOf(socket: WebSocket): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  socket.on("close", resolve);
  socket.on("unexpected-response", (_request, response) => {
    resolve(response.statusCode ?? 0);
    response.destroy();
  });
  socket.on("error", () => undefined);
  const timer = setTimeout(
    () => reject(new Error(`toujours ouvert après ${PATIENCE} ms`)),
    PATIENCE,
  );
  socket.on("close", () => clearTimeout(timer));
  return promise;
}

/** The neighbour's shell still answers. */
async function neighbourWorks(): Promise<void> {
  const word = `mot-${Math.random()}`;
  neighbour.type(`echo ''${word}\r`);
  await neighbour.see(new RegExp(`[^']${word}\r\n`));
}

/** A frame as a client sends it, and the close codes that it may get; none when it is of the protocol. */
interface Frame {
  data: string | Buffer;
  binary: boolean;
  codes?: number[];
}

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(-1, 0, 2 ** 53, -(2 ** 53), 1e308, 0.5, NaN, Infinity),
);
const key = fc.constantFrom(
  "__proto__",
  "constructor",
  "toString",
  "type",
  "offset",
  "cols",
  "rows",
  "",
);
const nested = fc
  .integer({ min: 10, max: 20_000 })
  .map((depth) => "[".repeat(depth) + "]".repeat(depth));

const text = (data: string): Frame => ({ data, binary: false, codes: [PROTOCOL_ERROR] });

const hostile: fc.Arbitrary<Frame> = fc.oneof(
  fc.string().map(text),
  fc.json().map(text),
  nested.map(text),
  fc
    .dictionary(key, fc.oneof(number, fc.string(), fc.constant(null)))
    .map((value) => text(JSON.stringify({ ...value, plus: 1 }))),
  fc
    .tuple(fc.constantFrom("resize", "ack", "hello", "exit", "typed", "__proto__"), number, number)
    .map(([type, cols, rows]) =>
      text(JSON.stringify({ type, cols, rows, offset: cols, superflu: 1 })),
    ),
  fc
    .constantFrom("-1", "1e400", "0.5", '"7"', "null", "[0]", "{}")
    .map((offset) => text(`{"type":"ack","offset":${offset}}`)),
  fc
    .constantFrom("0", "-3", "1e9", "80.5", '"80"', "null")
    .map((cols) => text(`{"type":"resize","cols":${cols},"rows":24}`)),
  fc.integer({ min: 1, max: 40_000 }).map((length) => ({
    data: Buffer.alloc(LIMITS.clientFrame + length, 0x61),
    binary: length % 2 === 0,
    codes: [TOO_BIG, RESET],
  })),
  fc.constantFrom("ff", "c328", "e28228", "f0288cbc", "61eda080").map((hex) => ({
    data: Buffer.from(hex, "hex"),
    binary: false,
    codes: [NO_UTF8],
  })),
);

const harmless: fc.Arbitrary<Frame> = fc.oneof(
  fc
    .record({
      type: fc.constant("resize"),
      cols: fc.integer({ min: 1, max: 10_000 }),
      rows: fc.integer({ min: 1, max: 10_000 }),
    })
    .map((frame) => ({ data: JSON.stringify(frame), binary: false })),
  fc
    .record({ type: fc.constant("ack"), offset: fc.nat(Number.MAX_SAFE_INTEGER) })
    .map((frame) => ({ data: JSON.stringify(frame), binary: false })),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => ({ data: Buffer.from(bytes), binary: true })),
);

/** What a caller may get wrong before its first frame, and the code that it must get. */
const wrong: fc.Arbitrary<[Opening, number]> = fc.oneof(
  fc
    .constantFrom(
      "",
      "null",
      "http://ailleurs.example",
      "https://127.0.0.1",
      "file://",
      "\u00e9",
      "http://",
      "chrome://x",
    )
    .map((origin): [Opening, number] => [{ origin }, CLOSE.notAllowed]),
  fc
    .constantFrom(
      "",
      "atelier=",
      "atelier=moi.forged",
      "autre=1",
      "atelier=%00",
      `atelier=${"a".repeat(4_000)}.b`,
    )
    .map((cookie): [Opening, number] => [{ cookie: cookie || "x=y" }, CLOSE.noSession]),
  fc
    .constantFrom(
      "lab-0000000000",
      "__proto__",
      "constructor",
      "a".repeat(99),
      "%20",
      "%F0%9F%92%A5",
    )
    .map((id): [Opening, number] => [{ path: `/api/labs/${id}/terminals/cible` }, CLOSE.notFound]),
  fc
    .constantFrom(
      "MAJUSCULE",
      "-tiret",
      "a".repeat(21),
      "%2e%2e%2fetc",
      "a%00b",
      "a;b",
      "$(id)",
      "a b",
    )
    .map((name): [Opening, number] => [
      { path: `/api/labs/${lab}/terminals/${encodeURI(decodeURI(name))}` },
      CLOSE.notFound,
    ]),
  fc
    .constantFrom(
      "?from=-1",
      "?from=NaN",
      "?from=1e99",
      "?from=1&from=2",
      "?cols=0",
      "?cols=-5",
      "?rows=1e9",
      "?cols=[]",
      "?cols=%00",
      "?typed=-1&writer=abcdefgh",
      "?writer=a",
      "?writer=__proto__()",
    )
    .map((query): [Opening, number] => [{ query }, CLOSE.notFound]),
);

test("hostile frames get their close code, and the server keeps nothing of them", async () => {
  await neighbourWorks();
  const [open, execs] = [descriptors(server.pid), await operations()];
  let runs = 0;
  const attacks = fc.array(
    fc.tuple(fc.array(harmless, { minLength: HARMLESS, maxLength: HARMLESS }), hostile),
    {
      minLength: AT_ONCE,
      maxLength: AT_ONCE,
    },
  );
  const property = fc.asyncProperty(attacks, async (frames) => {
    await Promise.all(frames.map(([friendly, frame]) => attack(friendly, frame)));
    if (++runs % 10 === 0) await neighbourWorks();
  });
  await fc.assert(property, { numRuns: OPENINGS / AT_ONCE, endOnFailure: true });
  await neighbourWorks();
  // The attacked shell may live, or may have been told to exit.
  expect(await operations()).toBeLessThanOrEqual(execs + 1);
  await expect.poll(() => descriptors(server.pid)).toBeLessThan(open + SLACK);
}, 120_000);

/** Opens a terminal, sends some frames that are in order and one that is not. */
async function attack(friendly: Frame[], { data, binary, codes = [] }: Frame): Promise<void> {
  const socket = openSocket();
  const ended = codeOf(socket);
  await once(socket, "open");
  for (const frame of friendly) socket.send(frame.data, { binary: frame.binary });
  socket.send(data, { binary });
  const what = `${data.length} : ${data.slice(0, 100).toString()}`;
  const code = await ended.catch((cause: unknown) => {
    throw new Error(what, { cause });
  });
  expect(codes, `${code} pour ${what}`).toContain(code);
}

test("wrong addresses, origins, cookies and queries get the contract's close codes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wrong, { minLength: 10, maxLength: 10 }), async (openings) => {
      const codes = await Promise.all(openings.map(([opening]) => codeOf(openSocket(opening))));
      expect(openings.map(([opening], i) => [opening, codes[i]])).toEqual(openings);
    }),
    { numRuns: 50, endOnFailure: true },
  );
  await neighbourWorks();
}, 60_000);
