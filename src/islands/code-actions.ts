import { forEachLesson } from "../follow/shown.ts";
import { labStore } from "../lab/store.ts";
import type { LabPanel } from "./lab-panel.ts";

/** How long « Copié » stays, in milliseconds. */
const COPIED = 1500;

const PLAY = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>';

function textOf(figure: HTMLElement): string {
  const lines = [...figure.querySelectorAll(".ec-line")];
  return lines.map((line) => (line.textContent ?? "").replace(/\n$/, "")).join("\n");
}

function button(label: string, act: (self: HTMLButtonElement) => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = label;
  element.addEventListener("click", () => act(element));
  return element;
}

function copyButton(figure: HTMLElement): HTMLButtonElement {
  return button("Copier", (self) => {
    void navigator.clipboard.writeText(textOf(figure)).then(
      () => (self.textContent = "Copié"),
      () => (self.textContent = "Copie refusée"),
    );
    setTimeout(() => (self.textContent = "Copier"), COPIED);
  });
}

function runButton(figure: HTMLElement): HTMLButtonElement {
  const element = button("Exécuter", () => {
    document.querySelector<LabPanel>("lab-panel")?.run(textOf(figure), figure.dataset["machine"]);
  });
  element.className = "run";
  element.insertAdjacentHTML("afterbegin", PLAY);
  return element;
}

/** Commands run while there is a machine to run them. */
function show(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>(".code-tools .run")) {
    button.disabled = !labStore?.ready;
    button.title = button.disabled ? "Démarrez le lab pour exécuter" : "Taper dans le terminal";
  }
}

/** Gives each code block its buttons: copy all but outputs, run what a step says to run. */
function equip(figure: HTMLElement): void {
  const role = figure.dataset["role"];
  if (role === "output") return;
  const tools = document.createElement("div");
  tools.className = "code-tools";
  tools.append(copyButton(figure));
  if (labStore && role !== "read") tools.append(runButton(figure));
  figure.append(tools);
}

const equipAll = () => {
  for (const figure of document.querySelectorAll<HTMLElement>("figure.code")) equip(figure);
  show();
};
// In a turn of its own, for the page to answer in between.
setTimeout(() => forEachLesson(equipAll));
labStore?.addEventListener("change", show);
