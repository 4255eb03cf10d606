/** Lines shown before a paste; more are only counted. */
const SHOWN = 200;

/** Lines that a shell would read, one Enter each; an Enter at the very end makes no further line. */
export function linesOf(text: string): string[] {
  return text.replace(/(\r\n?|\n)$/, "").split(/\r\n?|\n/);
}

/** Text without control characters but tabs and line ends: an escape could end a bracketed paste. */
export function cleaned(text: string): string {
  return text.replace(/(?![\t\r\n])\p{Cc}/gu, "");
}

/** Shows the lines and asks whether to paste them. @param place where the dialog stands meanwhile */
export function askToPaste(lines: readonly string[], place: Element): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "lab-dialog paste-dialog";
  dialog.setAttribute("aria-labelledby", "paste-title");
  dialog.innerHTML = `
    <form method="dialog">
      <p class="title" id="paste-title"></p>
      <p class="detail">Le programme qui tourne les lira comme si vous les tapiez, Entrée comprise
        après chaque ligne.</p>
      <pre tabindex="0" aria-label="Texte à coller"></pre>
      <p class="buttons">
        <button class="button" value="no" autofocus>Annuler</button>
        <button class="button primary" value="yes">Coller</button>
      </p>
    </form>`;
  dialog.querySelector(".title")!.textContent = `Coller ${lines.length} lignes\u202f?`;
  const rest = lines.length - SHOWN;
  const more = rest > 0 ? `\n… et ${rest} de plus` : "";
  dialog.querySelector("pre")!.textContent = lines.slice(0, SHOWN).join("\n") + more;
  place.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
