import type { Entry, Figures, Results } from "./results.ts";

const times = (median: number) => ({ median, p95: median * 2, samples: [median] });

function entry(name: string, label: string, figures: Figures): Entry {
  return { name, label, figures, failures: {} };
}

/** A run with round figures, for the tests of what is made of one. */
export const RESULTS: Results = {
  bench: "terminal",
  date: "2026-01-01T00:00:00.000Z",
  quick: false,
  machine: { cores: 2 },
  effort: {},
  entries: [
    entry("api", "atelier (api)", {
      connect: times(48),
      echo: times(0.7),
      bulk: { median: 30, samples: [30] },
      memory: 700_000,
      cpu: { gateway: 0.04, lxd: 0.1 },
      stall: { growth: 6e6, watched: 30_000, interrupt: 12 },
      revival: 900,
    }),
    entry("raw", "socket LXD nu", {
      connect: times(40),
      echo: times(0.5),
      bulk: { median: 25, samples: [25] },
      cpu: { gateway: 0, lxd: 0.1 },
    }),
    entry("nodePty", "node-pty + lxc exec", {
      connect: times(60),
      echo: times(1.4),
      bulk: { median: 20, samples: [20] },
      memory: 7e6,
      cpu: { gateway: 0.2, lxd: 0.15 },
    }),
    entry("wetty", "wetty", {
      connect: times(80),
      stall: { growth: 1e6, watched: 30_000, interrupt: undefined, lost: "ping timeout" },
    }),
    { ...entry("ttyd", "ttyd", {}), absent: "pas sur cette machine" },
  ],
};
