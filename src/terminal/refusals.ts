import { CLOSE } from "../../server/protocol.ts";

/** What the reader can do about a terminal that was closed for good. */
export interface Refusal {
  text: string;
  label: string;
  /** Open the terminal again, load the page again, or ask how the lab is. */
  action: "reopen" | "reload" | "refresh";
}

const REFUSALS: Readonly<Record<number, Refusal>> = {
  [CLOSE.noSession]: {
    text: "Votre session a expiré.",
    label: "Recharger la page",
    action: "reload",
  },
  [CLOSE.notAllowed]: {
    text: "Ce terminal ne s’ouvre que depuis les pages de l’atelier.",
    label: "Recharger la page",
    action: "reload",
  },
  [CLOSE.notFound]: {
    text: "Ce terminal n’existe plus.",
    label: "Voir l’état du lab",
    action: "refresh",
  },
  [CLOSE.labEnded]: { text: "Le lab est terminé.", label: "Voir l’état du lab", action: "refresh" },
  [CLOSE.openedElsewhere]: {
    text: "Ce terminal est maintenant ouvert dans un autre onglet.",
    label: "Le reprendre ici",
    action: "reopen",
  },
  [CLOSE.tooMany]: {
    text: "Trop de terminaux sont ouverts. Fermez un onglet, puis réessayez.",
    label: "Réessayer",
    action: "reopen",
  },
};

/** Words and remedy for one of the protocol's close codes. */
export function refusalOf(code: number): Refusal {
  return (
    REFUSALS[code] ?? {
      text: "L’atelier a rencontré un problème avec ce terminal.",
      label: "Réessayer",
      action: "reopen",
    }
  );
}
