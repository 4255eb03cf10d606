/** What can be done in the terminal, and by which keys; several ways are told apart by « ou ». */
const HELP: readonly (readonly [what: string, how: string])[] = [
  ["Quitter le terminal, vers l’étape", "[F6]"],
  ["Quitter le terminal, vers la suite", "[Maj+F6]"],
  ["Copier la sélection", "[Ctrl+Maj+C] ou clic droit"],
  ["Coller", "[Ctrl+Maj+V] ou clic droit"],
  ["Sélectionner malgré un programme qui suit la souris", "[Maj] et glisser"],
  ["Rechercher dans le terminal", "[Ctrl+Maj+F]"],
  ["Ouvrir un lien", "[Ctrl]+clic"],
  ["Deux terminaux côte à côte, ou un seul", "[Ctrl+Maj+D]"],
  ["Onglet voisin", "[Ctrl+Maj+←] ou [Ctrl+Maj+→]"],
  ["Renommer un onglet", "[F2] sur l’onglet, ou double clic"],
  ["Fermer l’onglet", "[Ctrl+Maj+X]"],
  ["Rouvrir le dernier onglet fermé", "[Ctrl+Maj+Z]"],
  ["Quitter le plein écran", "[Échap] maintenue, ou [F6]"],
];

/** Shows what the keys do, until the reader closes it. @param place where the dialog stands meanwhile */
export function showHelp(place: Element): void {
  const dialog = document.createElement("dialog");
  dialog.className = "lab-dialog help-dialog";
  dialog.setAttribute("aria-labelledby", "help-title");
  dialog.innerHTML = `
    <form method="dialog">
      <p class="title" id="help-title" tabindex="-1" autofocus>Le terminal au clavier</p>
      <dl>${HELP.map(([what, how]) => `<dt>${what}</dt><dd>${withKeys(how)}</dd>`).join("")}</dl>
      <p class="detail">Tout le reste va au shell, Tab et Échap comprises. Les boutons A− et A+ changent
        la taille des caractères.</p>
      <p class="buttons"><button class="button primary">Fermer</button></p>
    </form>`;
  place.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  // A click beside the dialog is a click on its backdrop, and on nothing inside it.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.showModal();
}

function withKeys(how: string): string {
  return how.replace(/\[([^\]]+)\]/g, (_all, keys: string) => {
    const single = keys.split("+").map((key) => `<kbd>${key}</kbd>`);
    return `<span class="keys">${single.join("+")}</span>`;
  });
}
