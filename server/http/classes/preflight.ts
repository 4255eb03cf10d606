import type { Preflight } from "../../protocol-classes.ts";

/** What the machine of the labs can do, as the engine knows it. */
export interface Outlook {
  /** Labs that run, and machines that stand ready. */
  running: number;
  warm: number;
  /** Labs that fit in all, and what limits them, French. */
  fit: number;
  limit: string;
  /** How long one machine takes to start (s), and how many start at a time. */
  startSeconds: number;
  parallel: number;
}

/** A machine that stands ready is a student's after this (s). */
const CLAIM = 1;

/** Says whether a class of this size fits, and how long its starts take, in French. */
export function preflightOf(size: number, outlook: Outlook | undefined): Preflight {
  if (!outlook)
    return {
      verdict: "unknown",
      labs: 0,
      limit: "",
      running: 0,
      size,
      seconds: { ahead: 0, cold: 0 },
      sentences: ["Cet atelier ne peut pas donner de labs\u00a0: la classe n’aurait que le cours."],
    };
  const { running, fit, limit, startSeconds, parallel } = outlook;
  const cold = Math.ceil((size / parallel) * startSeconds);
  const free = Math.max(0, fit - running);
  const verdict = fit < size ? "short" : free < size ? "tight" : "fits";
  return {
    verdict,
    labs: fit,
    limit,
    running,
    size,
    seconds: { ahead: CLAIM, cold },
    sentences: [
      `Cette machine tient ${labs(fit)} à la fois\u202f; ce qui la limite\u00a0: ${limit}.`,
      VERDICTS[verdict]({ size, fit, running }),
      `Préparées avant l’heure, les machines sont là en ${CLAIM}\u00a0s environ\u202f; sinon, la dernière de ${size} qui démarrent ensemble l’est au bout de ${time(cold)}.`,
    ],
  };
}

const VERDICTS: Record<
  Exclude<Preflight["verdict"], "unknown">,
  (numbers: { size: number; fit: number; running: number }) => string
> = {
  fits: ({ size }) => `La classe de ${size} y entre.`,
  tight: ({ size, running }) =>
    `La classe de ${size} y entre seule\u202f; en ce moment, ${labs(running)} y ${running > 1 ? "tournent" : "tourne"} déjà.`,
  short: ({ size, fit }) =>
    fit === 0
      ? `La classe de ${size} n’y entre pas.`
      : `La classe de ${size} n’y entre pas\u00a0: ${size - fit} de trop. Partagez les postes, relevez la limite, ou prenez une machine plus grande.`,
};

const labs = (count: number) => `${count}\u00a0lab${count > 1 ? "s" : ""}`;

function time(seconds: number): string {
  if (seconds < 90) return `${seconds}\u00a0s`;
  return `${Math.ceil(seconds / 60)}\u00a0min`;
}
