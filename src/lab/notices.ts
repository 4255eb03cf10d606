import type { LabStore } from "./store.ts";
import { type NoticeText, problemNotice } from "./words.ts";

const START = { action: "start", label: "Démarrer le lab" };
const AGAIN = { action: "start", label: "Démarrer un nouveau lab" };

/** What the panel says in the store's present phase; null when the terminal is shown. */
export function noticeOf(store: LabStore): NoticeText | null {
  switch (store.phase) {
    case "ready":
      return null;
    case "starting":
      return {
        title: store.remembered ? "Votre lab revient" : "La machine démarre",
        detail: inQueue(store.lab?.queue),
        buttons: [],
      };
    case "resetting":
      return store.goingBack
        ? {
            title: "Retour à l’étape",
            detail: "La machine redevient ce qu’elle était au début de l’étape.",
            buttons: [],
          }
        : {
            title: "Remise à neuf",
            detail: "La machine revient à son premier état\u202f; vos étapes repartent de zéro.",
            buttons: [],
          };
    case "ended":
      return {
        title: "Le lab est terminé",
        detail: store.lab?.reason ?? "Sa machine a été rendue.",
        buttons: [AGAIN],
        history: store.lab?.id,
      };
    case "elsewhere":
      return {
        title: "Vous avez déjà un lab",
        detail: "Il tourne dans une autre leçon, et l’on n’en tient qu’un à la fois.",
        buttons: [
          { action: "go", label: "Y aller" },
          { action: "move", label: "L’arrêter et démarrer celui-ci" },
        ],
      };
    case "problem":
      return problemNotice(store);
    case "idle":
      if (store.stopped)
        return {
          title: "Le lab est arrêté",
          detail: "Sa machine est effacée. Ce que vous y avez tapé se garde encore dix minutes.",
          buttons: [AGAIN],
          history: store.stopped,
        };
      return store.lost
        ? {
            title: "Votre dernier lab n’est plus là",
            detail: "Son temps était écoulé, ou il a été arrêté. Un autre vous attend.",
            buttons: [AGAIN],
          }
        : {
            title: "Votre machine vous attend",
            detail:
              "Une vraie machine Debian, à vous seul, jetable. Elle démarre en quelques secondes\u202f; " +
              "rien de ce que vous y ferez n’en sortira.",
            buttons: [START],
          };
  }
}

/** How long a starting lab has to wait, as far as one knows. @param place in the queue, 1 being the next */
export function inQueue(place: number | undefined): string {
  if (!place) return "Quelques secondes, et le terminal est à vous.";
  const before = place === 1 ? "vous êtes le prochain" : `${place - 1} avant vous`;
  return `D’autres labs démarrent aussi\u00a0: ${before}. La page avance d’elle-même.`;
}
