import { apiShells } from "../../../server/lxd/apiShell.ts";
import { dtachShell } from "../../../server/terminals/dtach.ts";
import type { Contender, Session } from "../contender.ts";
import type { Ground } from "../ground.ts";
import { Screen } from "../screen.ts";

/** How long a shell may take to end when it is told to (ms). */
const EXIT_PATIENCE = 5_000;

/** LXD's exec socket with no gateway before it: nothing can be faster. */
export const RAW: Contender = {
  name: "raw",
  label: "socket LXD (plancher)",
  start: async (ground) => ({
    pid: undefined,
    open: () => openShell(ground, ground.shell),
    stop: async () => undefined,
  }),
};

let opened = 0;

/** The same with our session keeper in the lab: what of our time is the keeper's, not the server's. */
export const RAW_KEPT: Contender = {
  name: "rawKept",
  label: "socket LXD + dtach",
  start: async (ground) => ({
    pid: undefined,
    open() {
      const name = `raw-${process.pid}-${opened++}`;
      const { cols, rows } = ground.shell;
      return openShell(
        ground,
        dtachShell({ instance: ground.shell.instance, name, size: { cols, rows } }),
      );
    },
    stop: async () => undefined,
  }),
};

async function openShell(ground: Ground, options: Ground["shell"]): Promise<Session> {
  const screen = new Screen();
  const shell = await apiShells(ground.lxd)(options, {
    data: (chunk) => screen.push(chunk),
    exit: ({ code }) => screen.end(`statut ${code}`),
  });
  return {
    screen,
    type: (text) => shell.write(Buffer.from(text)),
    stall: () => shell.pause(),
    resume: () => shell.resume(),
    async close() {
      shell.write(Buffer.from("\u0015exit\r"));
      await screen.closed(EXIT_PATIENCE);
      if (screen.over === undefined) await shell.close();
    },
  };
}
