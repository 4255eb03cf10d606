import css from "../styles/overlays.css?inline";
import searchCss from "../styles/search.css?inline";
import { memory } from "../lab/memory.ts";
import { SearchBox } from "./search-box.ts";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css + searchCss);
document.adoptedStyleSheets.push(sheet);

/** Keys of the page, outside of the terminal, which has its own list. */
const KEYS: readonly (readonly [what: string, ...keys: string[]])[] = [
  ["Rechercher", "Ctrl+K", "/"],
  ["Sommaire de la leçon", "s"],
  ["Aller au lab", "l"],
  ["Leçon suivante", "n"],
  ["Leçon précédente", "p"],
  ["Cette aide", "?"],
];

/** Opens the search over the page. */
export function openSearch(): void {
  const box = new SearchBox();
  const dialog = overlay("search-overlay", "Recherche", box);
  dialog.showModal();
  box.field.focus();
  // A place on this very page: the dialog would stay over it.
  box.addEventListener("click", (event) => {
    if ((event.target as Element).closest("a")) dialog.close();
  });
}

/** Shows what the keys do, and lets the reader switch those of one letter off. */
export function openKeys(): void {
  const content = document.createElement("div");
  content.innerHTML = `
    <h2>Raccourcis clavier</h2>
    <dl>${KEYS.map(([what, ...keys]) => `<dt>${what}</dt><dd>${keys.map(shown).join(" ou ")}</dd>`).join("")}</dl>
    <p><label><input type="checkbox"> Raccourcis d’une seule touche</label></p>
    <p class="detail">Le terminal a les siens, que montre son bouton «\u00a0?\u00a0».</p>
    <form method="dialog"><button class="button primary">Fermer</button></form>`;
  const box = content.querySelector("input")!;
  box.checked = memory.get("keys") !== "no";
  box.addEventListener("change", () => memory.set("keys", box.checked ? null : "no"));
  overlay("keys-overlay", "Raccourcis clavier", content).showModal();
}

function overlay(className: string, name: string, content: HTMLElement): HTMLDialogElement {
  const dialog = document.createElement("dialog");
  dialog.className = `overlay ${className}`;
  dialog.setAttribute("aria-label", name);
  dialog.append(content);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  // A click beside the dialog is a click on its backdrop, and on nothing inside it.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return dialog;
}

function shown(keys: string): string {
  return keys
    .split("+")
    .map((key) => `<kbd>${key}</kbd>`)
    .join("+");
}
