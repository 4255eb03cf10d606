/** A question before something is lost. */
export interface Question {
  title: string;
  detail: string;
  /** Label of the button that says yes. */
  yes: string;
}

/** Asks in the panel's dialog. @returns whether the answer was yes */
export function confirmIn(dialog: HTMLDialogElement, question: Question): Promise<boolean> {
  dialog.querySelector(".title")!.textContent = question.title;
  dialog.querySelector(".detail")!.textContent = question.detail;
  dialog.querySelector("button.primary")!.textContent = question.yes;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** Before the machine is given back as it was. */
export const RESET: Question = {
  title: "Remettre la machine à neuf\u202f?",
  detail: "Tout ce que vous y avez fait disparaît, et les étapes de la leçon repartent de zéro.",
  yes: "Remettre à neuf",
};

/** Before the machine goes back to a step's beginning. */
export const RESTORE: Question = {
  title: "Revenir au début de cette étape\u202f?",
  detail:
    "Ce que vous avez fait dans la machine depuis ce moment disparaît\u202f; le reste demeure.",
  yes: "Revenir à l’étape",
};

/** Before the lab that followed the reader makes room for the lesson's own. */
export const REPLACE: Question = {
  title: "Démarrer le lab de cette leçon\u202f?",
  detail: "Celui qui vous a suivi est arrêté, et tout ce qu’il contient est effacé.",
  yes: "Démarrer celui-ci",
};

/** Before the machine is deleted. */
export const STOP: Question = {
  title: "Arrêter le lab\u202f?",
  detail:
    "La machine et tout ce qu’elle contient sont effacés. Vous pourrez en démarrer une autre.",
  yes: "Arrêter le lab",
};
