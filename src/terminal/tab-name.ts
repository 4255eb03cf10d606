import { NAME_MAX } from "./tabs.ts";

/**
 * Puts a field in a tab's place to give it another name. Enter and leaving the field take the name,
 * Escape does not; by keyboard the focus returns to the tab.
 * @returns the name, empty for the tab's own label; null when nothing is to change
 */
export function askName(tab: HTMLButtonElement): Promise<string | null> {
  const field = document.createElement("input");
  field.className = "tab-name";
  field.type = "text";
  field.maxLength = NAME_MAX;
  field.value = tab.textContent;
  field.ariaLabel = `Nom de l’onglet ${tab.textContent}`;
  field.spellcheck = false;
  field.setAttribute("autocomplete", "off");
  tab.hidden = true;
  tab.before(field);
  field.select();
  field.focus();
  return new Promise((resolve) => {
    const end = (name: string | null, byKey: boolean) => {
      if (!field.isConnected) return;
      // Without the field before the promise: its removal is a loss of focus as well.
      field.removeEventListener("blur", blur);
      field.remove();
      tab.hidden = false;
      if (byKey) tab.focus();
      resolve(name === tab.textContent ? null : name);
    };
    const blur = () => end(field.value, false);
    field.addEventListener("blur", blur);
    field.addEventListener("keydown", (event) => {
      // Home, End and the arrows move in the field, not among the tabs.
      event.stopPropagation();
      if (event.key !== "Enter" && event.key !== "Escape") return;
      // Else the same Enter would press the tab, which has the focus by then.
      event.preventDefault();
      end(event.key === "Enter" ? field.value : null, true);
    });
  });
}
