/** A TCP socket that waits for connections in a machine. */
export interface Listening {
  port: number;
  /** Where it listens, as `ss` writes it: `*`, `0.0.0.0`, `127.0.0.1`, `[::1]`… */
  address: string;
  /** Name of the program; empty when the kernel itself, or another user namespace, has the socket. */
  process: string;
}

/** What `ss` is asked: listening TCP sockets, numbers, programs, no heading. */
export const LISTENING_COMMAND = ["ss", "-ltnpH"];

/** Name services answer on it, of every bridge and of the machine itself; none of them speaks HTTP. */
const DOMAIN = 53;

/** Where the lab image's mirror answers, to Docker, LXD and apt: see `image/stages/3-lab`. Nobody's page. */
const MIRROR = "169.254.40.1";

/** Reads the output of `LISTENING_COMMAND`: one entry a port, in their order. */
export function parseListening(output: string): Listening[] {
  const byPort = new Map<number, Listening>();
  for (const line of output.split("\n")) {
    const [, address, port] = /^LISTEN\s+\d+\s+\d+\s+(\S+):(\d+)\s/.exec(line) ?? [];
    if (!address || !port || Number(port) === DOMAIN || address === MIRROR) continue;
    const process = /users:\(\("([^"]*)"/.exec(line)?.[1] ?? "";
    const known = byPort.get(Number(port));
    if (!known?.process) byPort.set(Number(port), { port: Number(port), address, process });
  }
  return [...byPort.values()].sort((a, b) => a.port - b.port);
}
