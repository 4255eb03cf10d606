import type { BoardCell, BoardRow } from "../../../server/protocol-board.ts";
import type { Need } from "./need.ts";

/** What a need is called, where a row has it. */
export const NEED_WORDS: Record<Need, string> = {
  hand: "Main levée",
  failing: "Bloqué",
  long: "S’attarde",
  idle: "Inactif",
  working: "Travaille",
  coming: "Démarre",
  reading: "Lit",
  done: "A fini",
  ended: "Sans lab",
  absent: "Pas là",
};

/** `45 s`, `4 min`, `1 h 05`. @param ms a duration */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  return `${Math.floor(minutes / 60)}\u00a0h\u00a0${String(minutes % 60).padStart(2, "0")}`;
}

/** `1 essai`, `3 essais` */
export const tries = (count: number): string => `${count}\u00a0essai${count > 1 ? "s" : ""}`;

const ordinal = (n: number) => (n === 1 ? "1ᵉʳ" : `${n}ᵉ`);

/** Where somebody is who has no step: in words. */
export function placeWords({ place, lab }: BoardRow): string {
  switch (place) {
    case "queued":
      return `attend son lab, ${ordinal(lab?.queue ?? 1)} de la file`;
    case "starting":
      return "son lab démarre";
    case "resetting":
      return "son lab est remis à neuf";
    case "reading":
      return "lit, sans lab";
    case "ended":
      return "n’a plus de lab";
    case "absent":
      return "n’est pas venu";
    case "working":
    case "idle":
      return "toutes les étapes de la leçon sont faites";
  }
}

/** A cell of the map for who hears it. @param now epoch, ms */
export function cellWords(cell: BoardCell | null, current: boolean, now: number): string {
  if (!cell) return "pas commencé";
  const took = (cell.doneAt === null ? now : Date.parse(cell.doneAt)) - Date.parse(cell.begunAt);
  const time = took > 0 ? `${cell.doneAt === null ? "depuis" : "en"} ${duration(took)}` : "";
  const state = cell.state === "done" ? "fait" : current ? "en cours" : "commencé";
  return [
    [state, time].filter(Boolean).join(" "),
    cell.tries > 0 ? `${tries(cell.tries)} en vain` : "",
  ]
    .filter(Boolean)
    .join(", ");
}
