import { join } from "node:path";
import { once } from "node:events";
import { WebSocket } from "ws";
import { SERVER_FLAGS } from "../../../bin/commands.mjs";
import { LIMITS, type ServerFrame, TERMINAL_PROTOCOL } from "../../../server/protocol.ts";
import { startChild } from "../child.ts";
import type { Contender, Session } from "../contender.ts";
import type { BenchLab } from "../ground.ts";
import { Screen } from "../screen.ts";

const MAIN = join(import.meta.dirname, "../gateways/atelier.ts");
/** Terminals that our server allows a lab. */
const PER_LAB = 6;
/** How long a shell may take to end when it is told to (ms). */
const EXIT_PATIENCE = 5_000;

/** This project's server, with one of its ways to a shell. */
export function atelier(backend: "api" | "exec" | "cli"): Contender {
  return {
    name: backend,
    label: `atelier (${backend})`,
    async start(ground) {
      const environment = await ground.serverEnvironment();
      const command = (port: number): [string, ...string[]] => {
        return [process.execPath, ...SERVER_FLAGS, MAIN, String(port), backend];
      };
      let server = await startChild(command, environment);
      const url = `http://127.0.0.1:${server.port}`;
      const places = ground.labs.flatMap((lab) => Array.from({ length: PER_LAB }, () => lab));
      return {
        pid: server.pid,
        stop: () => server.stop(),
        async open() {
          const lab = places.shift();
          if (!lab) throw new Error("tous les terminaux des labs sont ouverts");
          const leave = () => places.unshift(lab);
          // A name that was never used: the first opening of a terminal is what is compared.
          return await openTerminal({ url, lab, name: `b${process.pid}-${opened++}`, leave });
        },
        async revive(lost) {
          const { place, offset } = lost as AtelierSession;
          await server.kill();
          server = await startChild(command, environment, server.port);
          return await openTerminal(place, offset());
        },
      };
    },
  };
}

let opened = 0;

/** Which terminal of whose lab. */
interface Place {
  url: string;
  lab: BenchLab;
  name: string;
  /** Gives the terminal's place in the lab free. */
  leave: () => void;
}

interface AtelierSession extends Session {
  place: Place;
  /** How many bytes of its stream came. */
  offset(): number;
}

/** A client by the contract that does as little as a page may: it counts, and acknowledges in time. */
async function openTerminal(place: Place, from = 0): Promise<AtelierSession> {
  const { url, lab, name, leave } = place;
  const path = `/api/labs/${lab.id}/terminals/${name}?cols=80&rows=24&from=${from}`;
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}`, TERMINAL_PROTOCOL, {
    origin: url,
    headers: { cookie: lab.cookie },
    perMessageDeflate: false,
  });
  const screen = new Screen();
  let offset = 0;
  let acked = 0;
  let redraw = false;
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) {
      const frame = JSON.parse(data.toString()) as ServerFrame;
      if (frame.type === "exit") screen.end(`statut ${frame.code}`);
      if (frame.type !== "hello") return;
      offset = acked = frame.offset;
      redraw = frame.mode === "snapshot";
      return;
    }
    if (!redraw) offset += data.length;
    redraw = false;
    if (offset - acked >= LIMITS.ackEvery / 2) {
      acked = offset;
      socket.send(JSON.stringify({ type: "ack", offset }));
    }
    screen.push(data);
  });
  socket.on("close", (code) => screen.end(String(code)));
  await once(socket, "open");
  return {
    place,
    offset: () => offset,
    screen,
    type: (text) => socket.send(Buffer.from(text), { binary: true }),
    stall: () => socket.pause(),
    resume: () => socket.resume(),
    async close() {
      socket.send(Buffer.from("\u0015exit\r"), { binary: true });
      await screen.closed(EXIT_PATIENCE);
      socket.terminate();
      leave();
    },
  };
}
