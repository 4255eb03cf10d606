import type { LabStore, Phase } from "./store.ts";

/** The state in two words, for the bar. */
export const STATE_TEXT: Readonly<Record<Phase, string>> = {
  idle: "Lab éteint",
  starting: "Démarrage…",
  ready: "Lab prêt",
  resetting: "Remise à neuf…",
  ended: "Lab terminé",
  elsewhere: "Lab ailleurs",
  problem: "Pas de lab",
};

/** A notice in place of the terminal, with what one can do. */
export interface NoticeText {
  title: string;
  detail: string;
  buttons: { action: string; label: string }[];
  /** Lab of which the reader may keep what was typed. */
  history?: string | undefined;
}

/** What the panel says when something failed; without a server nothing else could be fetched to say it. */
export function problemNotice({ problem }: LabStore): NoticeText {
  return {
    title: problem?.title ?? "",
    detail: problem?.detail ?? "",
    buttons: [{ action: "retry", label: "Réessayer" }],
  };
}

/** What the page says some minutes before the end; nothing while it is far. */
export function warningOf(reason: "ttl" | "idle" | null): string {
  if (reason === null) return "";
  return reason === "idle"
    ? "Personne ne travaille ici depuis un moment\u00a0: le lab s’arrêtera bientôt. Une touche dans le terminal le garde."
    : "Le temps du lab s’achève. «\u00a0Prolonger\u00a0» lui en redonne\u202f; sinon la machine sera effacée.";
}

/** Minutes and seconds left, `62:05`; `0:00` once over. */
export function remaining(expiresAt: string, now: number): string {
  const seconds = Math.max(0, Math.round((Date.parse(expiresAt) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
