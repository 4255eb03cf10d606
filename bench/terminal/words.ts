import type { GoalKey } from "./goals.ts";
import type { Measure } from "./results.ts";

export type Language = "fr" | "en";

/** What the tables say. French is for who runs the bench, English for the README. */
export interface Words {
  colon: string;
  contender: string;
  absent: string;
  ratios: string;
  goal: string;
  reached: string;
  measured: string;
  labels: Record<string, string>;
  measures: Record<Measure | "interrupt", string>;
  goals: Record<GoalKey, string>;
}

const FR: Words = {
  colon: "\u00a0:",
  contender: "mesuré dans un même lab",
  absent: "absent",
  ratios: "rapport au plancher · à node-pty + lxc exec",
  goal: "but",
  reached: "atteint",
  measured: "mesuré",
  labels: {
    api: "atelier (api)",
    exec: "atelier (exec)",
    cli: "atelier (cli)",
    raw: "socket LXD nu (plancher)",
    rawKept: "socket LXD + dtach",
    nodePty: "node-pty + lxc exec",
  },
  measures: {
    connect: "connexion → invite, ms (p95)",
    echo: "écho, ms (p95)",
    bulk: "débit, Mo/s",
    memory: "Mo par session",
    cpu: "processeur avec LXD, % (passerelle)",
    stall: "lecteur figé, Mo",
    interrupt: "puis Ctrl-C → invite, ms",
    revival: "tué pendant top → top à l’écran, ms",
  },
  goals: {
    connectRaw: "connexion → invite, face au plancher",
    connectWetty: "connexion → invite, face à wetty",
    echoRaw: "écho, de plus que le plancher",
    echoNodePty: "écho, face à node-pty + lxc exec",
    bulk: "débit, face à node-pty + lxc exec",
    memory: "mémoire par session",
    cpu: "processeur avec LXD, face à node-pty + lxc exec",
    stallGrowth: "lecteur figé sous yes, croissance",
    stallInterrupt: "puis Ctrl-C → invite",
    revival: "serveur tué pendant top → top à l’écran",
  },
};

const EN: Words = {
  colon: ":",
  contender: "measured in one lab",
  absent: "absent",
  ratios: "ratio to the floor · to node-pty + lxc exec",
  goal: "goal",
  reached: "reached",
  measured: "measured",
  labels: {
    api: "this server (api)",
    exec: "this server (exec)",
    cli: "this server (cli)",
    raw: "bare LXD socket (floor)",
    rawKept: "LXD socket + dtach",
    nodePty: "node-pty + lxc exec",
  },
  measures: {
    connect: "connect → prompt, ms (p95)",
    echo: "echo, ms (p95)",
    bulk: "bulk, MB/s",
    memory: "MB per session",
    cpu: "CPU with LXD, % (gateway)",
    stall: "stalled reader, MB",
    interrupt: "then Ctrl-C → prompt, ms",
    revival: "killed in top → top on screen, ms",
  },
  goals: {
    connectRaw: "connect → prompt, against the floor",
    connectWetty: "connect → prompt, against wetty",
    echoRaw: "echo, above the floor",
    echoNodePty: "echo, against node-pty + lxc exec",
    bulk: "bulk, against node-pty + lxc exec",
    memory: "memory per session",
    cpu: "CPU with LXD, against node-pty + lxc exec",
    stallGrowth: "stalled reader under yes, growth",
    stallInterrupt: "then Ctrl-C → prompt",
    revival: "server killed in `top` → `top` on screen, from the restart",
  },
};

export const WORDS: Record<Language, Words> = { fr: FR, en: EN };
