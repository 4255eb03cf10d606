import { problemOf } from "../lab/api.ts";

/** Makes an element with properties and children; what is text stays text, whoever wrote it. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** A button that does one thing. @param label also names what it is about, where several read alike */
export function button(text: string, label: string, act: () => unknown): HTMLButtonElement {
  const made = make("button", { type: "button", className: "button small" }, text);
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

/** What a form says: its values by name, without the space around them. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Says something in a place that screen readers hear. */
export function say(place: Element | null, text: string): void {
  if (place) place.textContent = text;
}

/** Does something, and tells in words what went wrong. @returns whether it went well */
export async function attempt(
  place: Element | null,
  act: () => Promise<unknown>,
): Promise<boolean> {
  say(place, "");
  try {
    await act();
    return true;
  } catch (error) {
    const { title, detail = "" } = problemOf(error);
    say(place, `${title} ${detail}`);
    return false;
  }
}

/** Sends a form by script: once at a time, with what went wrong in its `role=status`. */
export function onSubmit(
  form: HTMLFormElement,
  act: (values: Record<string, string>) => Promise<unknown>,
): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const send = form.querySelector<HTMLButtonElement>("button:not([type=button])");
    if (send?.getAttribute("aria-disabled") === "true") return;
    // Not `disabled`, which would take the focus away from whoever pressed it.
    send?.setAttribute("aria-disabled", "true");
    void attempt(form.querySelector("[role=status]"), () => act(valuesOf(form))).finally(() =>
      send?.removeAttribute("aria-disabled"),
    );
  });
}

/** Copies a text, and says so. */
export async function copy(text: string, place: Element | null): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(place, "Copié.");
  } catch {
    // Browsers give the clipboard to secure pages only.
    say(place, "Le navigateur ne permet pas de copier\u00a0: sélectionnez le texte.");
  }
}
